package dev.orthant.layers.infinite;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import java.util.Arrays;
import java.util.List;

/// Means over windows of numbers that stand for pixels or for pairs of pixels; what lies outside of an image counts as 0, and
/// counts.
final class WindowSums {
    private static final DoubleKernels KERNELS = ActiveKernels.get().doubles();

    private final PixelGrid grid;
    private final PixelGrid windows;
    private final List<PixelGrid.Tap> taps;

    WindowSums(PixelGrid grid, PixelWindow window) {
        this.grid = grid;
        this.windows = window.over(grid);
        this.taps = grid.taps(window);
    }

    /// The grid of the windows.
    PixelGrid windows() {
        return windows;
    }

    /// Of one number per pixel: `out[w] = 1/taps Σ_δ in[w + δ]`.
    double[] ofPixels(double[] in) {
        double[] out = new double[windows.size()];
        for (PixelGrid.Tap tap : taps) {
            add(tap, in, 0, out, 0);
        }
        return divided(out, taps.size());
    }

    /// The diagonal of the windows of all pairs: `out[w, w′] = 1/taps Σ_δ in[w + δ, w′ + δ]`, both windows moved alike.
    double[] ofPairsAlike(double[] in) {
        double[] out = new double[windows.size() * windows.size()];
        for (PixelGrid.Tap tap : taps) {
            for (int w = 0; w < windows.size(); w++) {
                if (tap.pixels()[w] >= 0) {
                    add(tap, in, tap.pixels()[w] * grid.size(), out, w * windows.size());
                }
            }
        }
        return divided(out, taps.size());
    }

    /// `out[w, w′] = 1/taps² Σ_δ Σ_δ′ in[w + δ, w′ + δ′]`: over the columns first, then over the rows.
    double[] ofPairs(double[] in) {
        double[] half = new double[grid.size() * windows.size()];
        for (PixelGrid.Tap tap : taps) {
            for (int p = 0; p < grid.size(); p++) {
                add(tap, in, p * grid.size(), half, p * windows.size());
            }
        }
        double[] out = new double[windows.size() * windows.size()];
        for (PixelGrid.Tap tap : taps) {
            for (int w = 0; w < windows.size(); w++) {
                if (tap.pixels()[w] >= 0) {
                    KERNELS.addScaled(
                            1, half, tap.pixels()[w] * windows.size(), out, w * windows.size(), windows.size());
                }
            }
        }
        return divided(out, taps.size() * taps.size());
    }

    private static void add(PixelGrid.Tap tap, double[] in, int inFrom, double[] out, int outFrom) {
        for (PixelGrid.Run run : tap.runs()) {
            KERNELS.addScaled(1, in, inFrom + run.pixel(), out, outFrom + run.window(), run.length());
        }
    }

    private static double[] divided(double[] sums, int count) {
        Arrays.setAll(sums, k -> sums[k] / count);
        return sums;
    }
}
