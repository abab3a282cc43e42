package dev.orthant.tensor.kernel;

/// [RectifierKernels], one element after the other.
final class ScalarRectifier implements RectifierKernels {
    @Override
    public void row(
            double half, double product, double[] c, double q, double[] r, double[] covariance, double[] slope) {
        run(half, product, c, q, r, covariance, slope, 0);
    }

    /// From element `from` on.
    static void run(
            double half,
            double product,
            double[] c,
            double q,
            double[] r,
            double[] covariance,
            double[] slope,
            int from) {
        for (int j = from; j < c.length; j++) {
            double scale = RectifierLaw.scale(q, r[j]);
            double t = RectifierLaw.correlation(c[j], scale);
            double angle = RectifierLaw.angle(t);
            covariance[j] = RectifierLaw.covariance(half, product, scale, t, angle);
            if (slope.length > 0) {
                slope[j] = RectifierLaw.slope(half, product, scale, angle);
            }
        }
    }
}
