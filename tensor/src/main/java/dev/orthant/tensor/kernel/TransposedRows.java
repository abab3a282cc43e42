package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import java.util.Arrays;

/// Rows of an image with the channels before the pixels, and zeros where a window reaches beyond the image:
///
///     turned[row][channel][column] = image[row][firstColumn + column][channel],  0 outside of the image
///
/// Neighbouring pixels then are neighbours in memory, and the next channel is always [#PITCH] further, also from the last
/// channel of a row to the first of the next: the loop over rows and channels is one loop with one index
/// ([RowTile]). In the image itself each pixel needs an index of its own, and each index its checks.
final class TransposedRows {
    /// Numbers from one channel to the next. A constant, so that the checks of an array's bounds leave the inner loop; no
    /// power of two, whose multiples compete for the same places of the cache.
    static final int PITCH = 40;

    private TransposedRows() {}

    /// Turns `rows` rows. What follows the last column up to [#PITCH] is left undefined.
    ///
    /// @param from        index of the first channel of pixel 0 of the first row
    /// @param width       pixels of a row of the image
    /// @param pixel       numbers between two pixels of the image
    /// @param depth       channels that are turned
    /// @param firstColumn the pixel for column 0; may be less than 0
    /// @param columns     at most [#PITCH]
    static void turn(
            float[] image,
            int from,
            int rows,
            int width,
            int pixel,
            int depth,
            int firstColumn,
            int columns,
            float[] turned) {
        int start = Math.clamp(-firstColumn, 0, columns);
        int end = Math.clamp(width - firstColumn, start, columns);
        for (int row = 0; row < rows; row++) {
            int rowAt = from + (row * width + firstColumn) * pixel;
            int to = row * depth * PITCH;
            int squares = squares(image, rowAt, start, end, pixel, depth, turned, to);
            for (int channel = squares; channel < depth; channel++) {
                for (int column = start; column < end; column++) {
                    turned[to + channel * PITCH + column] = image[rowAt + column * pixel + channel];
                }
            }
            for (int channel = 0; channel < depth; channel++) {
                Arrays.fill(turned, to + channel * PITCH, to + channel * PITCH + start, 0);
                Arrays.fill(turned, to + channel * PITCH + end, to + channel * PITCH + columns, 0);
            }
        }
    }

    /// Turns what fills squares in registers. The last square of a row may take pixels that follow the row: they land
    /// behind the last column, or are overwritten with zeros.
    ///
    /// @return how many channels are done
    private static int squares(
            float[] image, int rowAt, int start, int end, int pixel, int depth, float[] turned, int to) {
        int whole = depth / LANES * LANES;
        int last = start + Math.ceilDiv(end - start, LANES) * LANES;
        if (last > PITCH || rowAt + (last - 1) * pixel + whole > image.length) {
            return 0;
        }
        for (int channel = 0; channel < whole; channel += LANES) {
            for (int column = start; column < end; column += LANES) {
                RegisterTranspose.transpose(
                        image, rowAt + column * pixel + channel, pixel, turned, to + channel * PITCH + column, PITCH);
            }
        }
        return whole;
    }
}
