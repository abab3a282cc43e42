package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

/// A tile of a dense convolution with kernels three or five wide: neighbouring pixels of a row times one or two vectors of
/// output channels, kept in registers while the rows of the kernel and the input channels go by ([ThreeTapLoops], [FiveTapLoops]).
///
///     out[p, k] = Σ_step Σ_t source[at + step · PITCH + p + t] · w[step, t, k],  t = 0, 1, …, taps − 1
///
/// A step is a channel of a row of the kernel; the source is turned ([TransposedRows]), so that all steps are one loop with
/// one index.
///
/// Mutable and reused as [PixelTile] is.
final class RowTile {
    /// Vectors of output channels that a tile can hold: two where there are 32 vector registers.
    static final int VECTORS = LANES == 16 ? 2 : 1;

    /// Narrower images leave too much of a tile empty.
    private static final int LEAST_PIXELS = 6;

    float[] source = new float[0];
    float[] weights = new float[0];
    float[] out = new float[0];

    /// Index in `source` of what the first tap meets for the first pixel.
    int at;

    /// Rows of the kernel times input channels.
    int steps;

    int weightAt;
    int outAt;
    int outPixel;

    private final int taps;

    /// @param taps in a row of the kernel, 3 or 5
    RowTile(int taps) {
        this.taps = taps;
    }

    /// Pixels in a tile.
    ///
    /// @param vectors of output channels, at most [#VECTORS]
    static int pixels(int vectors) {
        return 8 * VECTORS / vectors;
    }

    /// True if the tile suits the taps along a row and along a column: dense, three or five in a row, and those of target x
    /// are all that x + shift and its neighbours meet of a row of `sourceWidth`.
    static boolean suits(AxisTaps vertical, AxisTaps horizontal, int kernelWidth, int sourceWidth) {
        boolean unrolled = kernelWidth == ThreeTapLoops.TAPS || kernelWidth == FiveTapLoops.TAPS;
        if (!unrolled || !vertical.dense() || !horizontal.dense() || horizontal.targets() < LEAST_PIXELS) {
            return false;
        }
        int shift = shift(horizontal);
        for (int x = 0; x < horizontal.targets(); x++) {
            int start = x + shift;
            int met = Math.max(0, Math.min(kernelWidth, sourceWidth - start) - Math.max(0, -start));
            boolean moved = met > 0 && horizontal.source[x] - horizontal.first[x] != start;
            if (moved || horizontal.count[x] != met) {
                return false;
            }
        }
        return true;
    }

    /// The column of the source that the first tap meets for target 0; less than 0 where that is outside of the image.
    static int shift(AxisTaps horizontal) {
        for (int x = 0; x < horizontal.targets(); x++) {
            if (horizontal.count[x] > 0) {
                return horizontal.source[x] - horizontal.first[x] - x;
            }
        }
        return 0;
    }

    /// @param vectors of output channels, at most [#VECTORS]
    void compute(int vectors) {
        boolean three = taps == ThreeTapLoops.TAPS;
        if (VECTORS == 1) {
            if (three) {
                ThreeTapLoops.eightByOne(this);
            } else {
                FiveTapLoops.eightByOne(this);
            }
        } else if (vectors == 1) {
            if (three) {
                ThreeTapLoops.sixteenByOne(this);
            } else {
                FiveTapLoops.sixteenByOne(this);
            }
        } else if (three) {
            ThreeTapLoops.eightByTwo(this);
        } else {
            FiveTapLoops.eightByTwo(this);
        }
    }
}
