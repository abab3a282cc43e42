package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import java.util.Arrays;

/// Rows of an image with its channels in blocks of as many as a vector has, and zeros between the rows:
///
///     blocks[block][row · pitch + column][lane] = image[row][column][block · lanes + lane]
///
/// The zeros stand for what lies beside the image: those behind a row are also those before the next.
///
/// @param pitch  pixels from one row to the next, at least as many as a row has
/// @param before pixels of zeros before the first row
/// @param size   pixels in a block: all rows and the zeros around them
record ChannelBlocks(int pitch, int before, int size) {
    /// Numbers in all blocks.
    int numbers(int channels) {
        return Math.ceilDiv(channels, LANES) * blockNumbers();
    }

    /// Numbers in one block.
    int blockNumbers() {
        return size * LANES;
    }

    /// Copies rows that follow each other in the image.
    ///
    /// @param from  index of the first pixel
    /// @param width pixels of a row
    void copy(float[] image, int from, int rows, int width, int channels, float[] blocks, int to) {
        for (int channel = 0; channel < channels; channel += LANES) {
            int block = to + channel / LANES * blockNumbers();
            int counted = Math.min(LANES, channels - channel);
            Arrays.fill(blocks, block, block + before * LANES, 0);
            int end = before;
            for (int row = 0; row < rows; row++) {
                int start = before + row * pitch;
                int rowFrom = from + row * width * channels + channel;
                if (counted == LANES) {
                    copyRow(image, rowFrom, channels, width, blocks, block + start * LANES);
                } else {
                    copyFew(image, rowFrom, channels, width, counted, blocks, block + start * LANES);
                }
                end = row + 1 < rows ? start + pitch : size;
                Arrays.fill(blocks, block + (start + width) * LANES, block + end * LANES, 0);
            }
        }
    }

    private static void copyRow(float[] image, int from, int channels, int width, float[] blocks, int to) {
        for (int column = 0; column < width; column++) {
            load(image, from + column * channels).intoArray(blocks, to + column * LANES);
        }
    }

    private static void copyFew(float[] image, int from, int channels, int width, int counted, float[] blocks, int to) {
        for (int column = 0; column < width; column++) {
            int at = to + column * LANES;
            System.arraycopy(image, from + column * channels, blocks, at, counted);
            Arrays.fill(blocks, at + counted, at + LANES, 0);
        }
    }
}
