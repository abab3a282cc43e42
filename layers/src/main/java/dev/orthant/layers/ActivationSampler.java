package dev.orthant.layers;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws the mask of [StochasticActivationPruning] for one example after the other. Its arrays are used again: one thread.
///
/// A draw is a uniform number looked up in the cumulative sums of the magnitudes. A guide table says from which entry on to
/// look (Chen and Asau 1974), so that a draw takes constant time on average, and an example time linear in units and draws.
final class ActivationSampler {
    /// Below this 1 − eˣ loses digits to cancellation; a few terms of the series are right to 1e-12 there.
    private static final double SMALL = 1e-4;

    private final int draws;
    private final int[] unit;
    private final double[] cumulative;
    private final int[] guide;
    private final boolean[] drawn;

    /// @param units activations of an example
    /// @param draws r, at least 1
    ActivationSampler(int units, int draws) {
        this.draws = draws;
        this.unit = new int[units];
        this.cumulative = new double[units];
        this.guide = new int[units];
        this.drawn = new boolean[units];
    }

    /// Writes 1/(1 − (1 − p)ʳ) where an activation was drawn, and 0 elsewhere.
    void mask(RandomGenerator random, float[] activations, int from, float[] mask, int to) {
        int count = accumulate(activations, from);
        Arrays.fill(mask, to, to + unit.length, 0);
        if (count == 0) {
            return; // all zeros: nothing to draw from
        }
        double total = cumulative[count - 1];
        Arrays.fill(drawn, 0, count, false);
        buildGuide(count, total);
        for (int draw = 0; draw < draws; draw++) {
            double place = random.nextDouble();
            drawn[find(place * total, (int) (place * count), count)] = true;
        }
        for (int k = 0; k < count; k++) {
            if (drawn[k]) {
                double p = Math.abs(activations[from + unit[k]]) / total;
                mask[to + unit[k]] = (float) (1 / survival(p, draws));
            }
        }
    }

    /// Sums the magnitudes of the activations that are not 0, which alone can be drawn.
    private int accumulate(float[] activations, int from) {
        int count = 0;
        double sum = 0;
        for (int i = 0; i < unit.length; i++) {
            if (activations[from + i] != 0) {
                sum += Math.abs(activations[from + i]);
                unit[count] = i;
                cumulative[count++] = sum;
            }
        }
        return count;
    }

    /// Entry b: the first k whose cumulative sum exceeds the fraction b/count of the total.
    private void buildGuide(int count, double total) {
        int k = 0;
        for (int b = 0; b < count; b++) {
            while (k < count - 1 && cumulative[k] <= total * b / count) {
                k++;
            }
            guide[b] = k;
        }
    }

    private int find(double height, int bucket, int count) {
        int k = guide[bucket];
        while (k < count - 1 && cumulative[k] <= height) {
            k++;
        }
        while (k > 0 && cumulative[k - 1] > height) {
            k--; // the guide's quotient was rounded up
        }
        return k;
    }

    /// 1 − (1 − p)ʳ, the probability to be drawn at least once: right to 2e-12 of its value, also for small p.
    static double survival(double p, int draws) {
        if (p >= 1) {
            return 1;
        }
        double exponent = draws * (p < SMALL ? -p * (1 + p * (0.5 + p / 3)) : Math.log1p(-p));
        return exponent > -SMALL
                ? -exponent * (1 + exponent * (0.5 + exponent * (1.0 / 6 + exponent / 24)))
                : 1 - Math.exp(exponent);
    }
}
