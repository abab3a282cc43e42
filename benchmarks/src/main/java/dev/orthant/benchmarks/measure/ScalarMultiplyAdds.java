package dev.orthant.benchmarks.measure;

/// [VectorMultiplyAdds] for a JVM without vectors, whose kernels multiply and add apart.
final class ScalarMultiplyAdds {
    private static final int CHAINS = 8;

    /// Of one pass.
    static final double FLOPS = 2.0 * CHAINS;

    private ScalarMultiplyAdds() {}

    static float run(int passes) {
        float x0 = 0.0f;
        float x1 = 0.1f;
        float x2 = 0.2f;
        float x3 = 0.3f;
        float x4 = 0.4f;
        float x5 = 0.5f;
        float x6 = 0.6f;
        float x7 = 0.7f;
        for (int pass = 0; pass < passes; pass++) {
            x0 = x0 * 0.999f + 0.001f;
            x1 = x1 * 0.999f + 0.001f;
            x2 = x2 * 0.999f + 0.001f;
            x3 = x3 * 0.999f + 0.001f;
            x4 = x4 * 0.999f + 0.001f;
            x5 = x5 * 0.999f + 0.001f;
            x6 = x6 * 0.999f + 0.001f;
            x7 = x7 * 0.999f + 0.001f;
        }
        return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
    }
}
