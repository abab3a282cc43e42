package dev.orthant.benchmarks.measure;

import dev.orthant.tensor.kernel.ActiveKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Twelve chains of fused multiply-adds that do not wait for each other: more than latency times throughput of any
/// current core (4 cycles times 2 units), few enough to stay in registers.
final class VectorMultiplyAdds {
    /// The species of the kernels: a second one in the same JVM would spoil their compilation.
    private static final VectorSpecies<Float> SPECIES = VectorSpecies.of(
            float.class, VectorShape.forBitSize(ActiveKernels.get().lanes() * Float.SIZE));

    private static final int CHAINS = 12;

    /// Of one pass.
    static final double FLOPS = 2.0 * CHAINS * SPECIES.length();

    private VectorMultiplyAdds() {}

    /// `xᵢ ← xᵢ + a b`: the sum is overwritten, as in a matrix product. HotSpot overwrites the summand of a fused
    /// multiply-add; with the product running along the chain it would copy a register each time, and the loop would
    /// measure the decoder.
    static float run(int passes) {
        FloatVector left = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector right = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector x0 = FloatVector.broadcast(SPECIES, 0.0f);
        FloatVector x1 = FloatVector.broadcast(SPECIES, 0.1f);
        FloatVector x2 = FloatVector.broadcast(SPECIES, 0.2f);
        FloatVector x3 = FloatVector.broadcast(SPECIES, 0.3f);
        FloatVector x4 = FloatVector.broadcast(SPECIES, 0.4f);
        FloatVector x5 = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector x6 = FloatVector.broadcast(SPECIES, 0.6f);
        FloatVector x7 = FloatVector.broadcast(SPECIES, 0.7f);
        FloatVector x8 = FloatVector.broadcast(SPECIES, 0.8f);
        FloatVector x9 = FloatVector.broadcast(SPECIES, 0.9f);
        FloatVector x10 = FloatVector.broadcast(SPECIES, 1.0f);
        FloatVector x11 = FloatVector.broadcast(SPECIES, 1.1f);
        for (int pass = 0; pass < passes; pass++) {
            x0 = left.fma(right, x0);
            x1 = left.fma(right, x1);
            x2 = left.fma(right, x2);
            x3 = left.fma(right, x3);
            x4 = left.fma(right, x4);
            x5 = left.fma(right, x5);
            x6 = left.fma(right, x6);
            x7 = left.fma(right, x7);
            x8 = left.fma(right, x8);
            x9 = left.fma(right, x9);
            x10 = left.fma(right, x10);
            x11 = left.fma(right, x11);
        }
        FloatVector low = x0.add(x1).add(x2.add(x3)).add(x4.add(x5));
        FloatVector high = x6.add(x7).add(x8.add(x9)).add(x10.add(x11));
        return low.add(high).reduceLanes(VectorOperators.MAX);
    }
}
