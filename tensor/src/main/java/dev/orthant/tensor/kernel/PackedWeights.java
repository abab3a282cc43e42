package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// The weights of a convolution as the inner loops read them: the channels of the image that is computed side by side in
/// blocks of one or two vectors, and for each block the taps and the channels of the image that is read, in an order that
/// the loop decides.
///
/// Lanes without a channel hold 0 and their sums are not used.
///
/// @param array        the packed weights
/// @param order        of taps and channels
/// @param blockVectors vectors in a block; if they do not divide the vectors of a group, the last block has one
/// @param depth        channels of the image that is read, in a group
/// @param lines        channels of the image that is computed, in a group
/// @param kernelWidth  columns of the kernel
/// @param taps         positions of the kernel
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedWeights(float[] array, Order order, int blockVectors, int depth, int lines, int kernelWidth, int taps) {
    /// The order of the weights of a block.
    interface Order {
        /// How many weights lie before this one.
        ///
        /// @param tap row · columns of the kernel + column
        int place(PackedWeights weights, int tap, int depth);
    }

    /// `[row][column][depth][lane]`
    static final Order BY_TAPS = (weights, tap, depth) -> tap * weights.depth + depth;

    /// Weights moved in one piece of parallel work.
    private static final int PIECE = 1 << 15;

    /// For the output: from input channels to output channels.
    static PackedWeights forward(
            ConvolutionShape shape, Span weights, Order order, int blockVectors, ConvolutionWorkspace workspace) {
        PackedWeights packed =
                room(shape, shape.groupInChannels(), shape.groupOutChannels(), order, blockVectors, workspace);
        int taps = shape.taps();
        int depth = packed.depth;
        packed.fill(shape.groups(), (group, line, to, width) -> {
            int from = weights.from() + (group * packed.lines + line) * depth * taps;
            for (int d = 0; d < depth; d++) {
                for (int tap = 0; tap < taps; tap++) {
                    packed.array[to + order.place(packed, tap, d) * width] = weights.array()[from + d * taps + tap];
                }
            }
        });
        return packed;
    }

    /// For the gradient of the input: from output channels to input channels, with the kernel turned by 180 degrees.
    static PackedWeights adjoint(
            ConvolutionShape shape, Span weights, Order order, int blockVectors, ConvolutionWorkspace workspace) {
        PackedWeights packed =
                room(shape, shape.groupOutChannels(), shape.groupInChannels(), order, blockVectors, workspace);
        int taps = shape.taps();
        int depth = packed.depth;
        packed.fill(shape.groups(), (group, line, to, width) -> {
            for (int d = 0; d < depth; d++) {
                int from = weights.from() + ((group * depth + d) * packed.lines + line) * taps + taps - 1;
                for (int tap = 0; tap < taps; tap++) {
                    packed.array[to + order.place(packed, tap, d) * width] = weights.array()[from - tap];
                }
            }
        });
        return packed;
    }

    private static PackedWeights room(
            ConvolutionShape shape,
            int depth,
            int lines,
            Order order,
            int blockVectors,
            ConvolutionWorkspace workspace) {
        int size = Math.multiplyExact(
                shape.groups() * Math.ceilDiv(lines, LANES) * LANES, Math.multiplyExact(depth, shape.taps()));
        return new PackedWeights(
                workspace.weights(size), order, blockVectors, depth, lines, shape.kernelWidth(), shape.taps());
    }

    /// Rows of the kernel.
    int kernelHeight() {
        return taps / kernelWidth;
    }

    /// Vectors that the channels of a group take.
    int vectors() {
        return Math.ceilDiv(lines, LANES);
    }

    /// Vectors in the block that starts with this vector.
    int vectorsOf(int firstVector) {
        return Math.min(blockVectors, vectors() - firstVector);
    }

    /// Where the block that starts with this vector begins.
    int blockAt(int group, int firstVector) {
        return (group * vectors() + firstVector) * LANES * taps * depth;
    }

    private interface LineCopy {
        /// @param to    where the first of the line's weights goes
        /// @param width lanes in the block: the distance of two of the line's weights
        void run(int group, int line, int to, int width);
    }

    private void fill(int groups, LineCopy copy) {
        int blocks = Math.ceilDiv(vectors(), blockVectors);
        int grain = Math.max(1, PIECE / (blockVectors * LANES * taps * depth));
        Parallel.forPieces(groups * blocks, grain, (from, to) -> {
            for (int index = from; index < to; index++) {
                int group = index / blocks;
                int firstVector = index % blocks * blockVectors;
                int width = vectorsOf(firstVector) * LANES;
                int start = blockAt(group, firstVector);
                int firstLine = firstVector * LANES;
                int count = Math.min(width, lines - firstLine);
                if (count < width) {
                    Arrays.fill(array, start, start + width * taps * depth, 0);
                }
                for (int lane = 0; lane < count; lane++) {
                    copy.run(group, firstLine + lane, start + lane, width);
                }
            }
        });
    }
}
