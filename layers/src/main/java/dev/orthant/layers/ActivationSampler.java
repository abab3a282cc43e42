package dev.orthant.layers;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws the mask of [StochasticActivationPruning] for one example after the other. Its arrays are used again: one thread.
///
/// A draw takes constant time by Walker's alias method (Walker 1977, in the form of Vose 1991): the units that can be drawn
/// get columns of equal width, each divided between its own unit and one other, so that widths add up to the probabilities.
/// An example takes time linear in units and draws.
final class ActivationSampler {
    /// Below this 1 − eˣ loses digits to cancellation; a few terms of the series are right to 1e-12 there.
    private static final double SMALL = 1e-4;

    private final int draws;
    private final int[] unit;
    private final double[] share;
    private final int[] alias;
    private final int[] order;
    private final boolean[] drawn;

    /// @param units activations of an example
    /// @param draws r, at least 1
    ActivationSampler(int units, int draws) {
        this.draws = draws;
        this.unit = new int[units];
        this.share = new double[units];
        this.alias = new int[units];
        this.order = new int[units];
        this.drawn = new boolean[units];
    }

    /// Writes 1/(1 − (1 − p)ʳ) where an activation was drawn, and 0 elsewhere.
    void mask(RandomGenerator random, float[] activations, int from, float[] mask, int to) {
        Arrays.fill(mask, to, to + unit.length, 0);
        int count = 0;
        double total = 0;
        for (int i = 0; i < unit.length; i++) {
            if (activations[from + i] != 0) {
                total += Math.abs(activations[from + i]);
                unit[count++] = i;
            }
        }
        if (count == 0) {
            return; // all zeros: nothing to draw from
        }
        for (int k = 0; k < count; k++) {
            share[k] = Math.abs(activations[from + unit[k]]) / total * count;
        }
        divideColumns(count);
        Arrays.fill(drawn, 0, count, false);
        for (int draw = 0; draw < draws; draw++) {
            double place = random.nextDouble() * count;
            int column = Math.min((int) place, count - 1); // the product may be rounded up to count
            drawn[place - column < share[column] ? column : alias[column]] = true;
        }
        for (int k = 0; k < count; k++) {
            if (drawn[k]) {
                double p = Math.abs(activations[from + unit[k]]) / total;
                mask[to + unit[k]] = (float) (1 / survival(p, draws));
            }
        }
    }

    /// Turns shares, whose mean is 1, into the part of each column that is its own unit's, and names who has the rest. Units
    /// with less than a column stand at the front of `order`, the others at its back.
    private void divideColumns(int count) {
        int poor = 0;
        int rich = count;
        for (int k = 0; k < count; k++) {
            alias[k] = k; // for columns that rounding leaves over
            order[share[k] < 1 ? poor++ : --rich] = k;
        }
        while (poor > 0 && rich < count) {
            int receiver = order[--poor];
            int giver = order[rich];
            alias[receiver] = giver;
            share[giver] -= 1 - share[receiver];
            if (share[giver] < 1) {
                rich++;
                order[poor++] = giver;
            }
        }
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
