package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.parallel.PerThread;

/// The arrays that a convolution copies operands into or sums in, or a pooling its positions, kept by the thread that calls it. Each keeps its length
/// until a larger one is asked for; what it held before is then lost.
final class ConvolutionWorkspace {
    private static final PerThread<ConvolutionWorkspace> KEPT = PerThread.withInitial(ConvolutionWorkspace::new);

    private static final PerThread<float[]> TILE =
            PerThread.withInitial(() -> new float[LANES * Math.max(RowTile.pixels(1), 2 * PixelTile.pixels(1))]);

    private static final PerThread<float[]> BAND = PerThread.withInitial(() -> new float[0]);

    private float[] weights = new float[0];
    private float[] border = new float[0];
    private float[] input = new float[0];
    private float[] gradient = new float[0];
    private float[] sums = new float[0];
    private int[] positions = new int[0];
    private boolean taken;

    private ConvolutionWorkspace() {}

    /// This thread's workspace, or a fresh one while that is in use: a thread that waits for its helpers may be given
    /// another convolution to compute meanwhile.
    static ConvolutionWorkspace take() {
        ConvolutionWorkspace kept = KEPT.get();
        ConvolutionWorkspace workspace = kept.taken ? new ConvolutionWorkspace() : kept;
        workspace.taken = true;
        return workspace;
    }

    void giveBack() {
        taken = false;
    }

    /// Room for packed weights.
    float[] weights(int length) {
        if (weights.length < length) {
            weights = new float[length];
        }
        return weights;
    }

    /// Room for images with a border of their own pixels, repeated.
    float[] border(int length) {
        if (border.length < length) {
            border = new float[length];
        }
        return border;
    }

    /// Room for input with more channels.
    float[] input(int length) {
        if (input.length < length) {
            input = new float[length];
        }
        return input;
    }

    /// Room for a gradient with more channels.
    float[] gradient(int length) {
        if (gradient.length < length) {
            gradient = new float[length];
        }
        return gradient;
    }

    /// Room for partial sums.
    float[] sums(int length) {
        if (sums.length < length) {
            sums = new float[length];
        }
        return sums;
    }

    /// Room for the positions of the largest numbers.
    int[] positions(int length) {
        if (positions.length < length) {
            positions = new int[length];
        }
        return positions;
    }

    /// Room for one tile of any kind, of the running thread.
    static float[] tile() {
        return TILE.get();
    }

    /// Room for a few rows of an image, of the running thread.
    static float[] band(int length) {
        if (BAND.get().length < length) {
            BAND.set(new float[length]);
        }
        return BAND.get();
    }
}
