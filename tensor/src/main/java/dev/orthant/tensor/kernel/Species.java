package dev.orthant.tensor.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The one vector width of this JVM. Every vector kernel takes its species from here: a second width in the same JVM
/// makes the type profiles of the Vector API's methods ambiguous, and kernels compiled later stay several times slower.
final class Species {
    /// System property that forces the width, for tests: 128, 256 or 512.
    static final String PROPERTY = "dev.orthant.vectorBits";

    /// The widest float32 vector that is fast here, at most 512 bits: the random streams lay out 16 blocks side by side.
    static final VectorSpecies<Float> FLOAT = choose(System.getProperty(PROPERTY, ""));

    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, FLOAT.vectorShape());
    static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, FLOAT.vectorShape());
    static final VectorSpecies<Double> DOUBLE = VectorSpecies.of(double.class, FLOAT.vectorShape());

    /// float64 numbers in a vector.
    static final int DOUBLE_LANES = DOUBLE.length();

    /// float32 numbers in a vector.
    static final int LANES = FLOAT.length();

    private Species() {}

    private static VectorSpecies<Float> choose(String bits) {
        return switch (bits) {
            case "" ->
                FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                throw new IllegalArgumentException(
                        "kernels: -D" + PROPERTY + "=" + bits + " came; it must be 128, 256 or 512");
        };
    }

    // The API's own methods are inlined whatever the size of the caller, these are not: a loop with more than a few
    // vector operations calls the API directly, or C2 stops inlining in its middle and makes objects.

    static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(FLOAT, array, from);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOAT, value);
    }

    static IntVector load(int[] array, int from) {
        return IntVector.fromArray(INT, array, from);
    }

    static DoubleVector load(double[] array, int from) {
        return DoubleVector.fromArray(DOUBLE, array, from);
    }

    static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(DOUBLE, value);
    }
}
