package dev.orthant.tensor.kernel;

/// Errors in units of the last place of a float32 number.
final class Ulp {
    private Ulp() {}

    /// |actual − exact| in units of the last place of `exact`. NaN where NaN is due, and an overflow that the nearest float32
    /// number also shows, count 0; anything else that is not finite counts infinite.
    static double error(float actual, double exact) {
        float nearest = (float) exact;
        if (Float.compare(nearest, actual) == 0 || (nearest == actual)) {
            return Float.isFinite(nearest) ? Math.abs(actual - exact) / Math.ulp(nearest) : 0;
        }
        boolean overflown = Float.isInfinite(actual) != Float.isInfinite(nearest)
                && Math.abs(nearest) >= Float.MAX_VALUE
                && Math.abs(actual) >= Float.MAX_VALUE;
        if (overflown) {
            return 1;
        }
        double error = Math.abs(actual - exact) / Math.ulp(nearest);
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }
}
