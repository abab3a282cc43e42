package dev.orthant.tensor.kernel;

/// [NormalLaw], number by number.
final class ScalarNormalLaw implements NormalLawKernels {
    @Override
    public void logCdf(double[] b, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = NormalLaw.logCdf(b[i]);
        }
    }

    @Override
    public void truncated(double[] b, double[] logCdf, double[] uniform, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = NormalLaw.truncated(b[i], logCdf[i], uniform[i]);
        }
    }
}
