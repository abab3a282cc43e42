package dev.orthant.tensor.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// The one vector width of this JVM. Every vector kernel takes its species from here: a second width in the same JVM
/// makes the type profiles of the Vector API's methods ambiguous, and kernels compiled later stay several times slower.
final class Species {
    /// The widest float32 vector that is fast here, at most 512 bits: the random streams lay out 16 blocks side by side.
    static final VectorSpecies<Float> FLOAT =
            FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, FLOAT.vectorShape());
    static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, FLOAT.vectorShape());

    /// float32 numbers in a vector.
    static final int LANES = FLOAT.length();

    private Species() {}

    static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(FLOAT, array, from);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOAT, value);
    }

    static IntVector load(int[] array, int from) {
        return IntVector.fromArray(INT, array, from);
    }

    static LongVector broadcast(long value) {
        return LongVector.broadcast(LONG, value);
    }
}
