package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.ShapeException;

/// The output of a convolution in tiles of 4 × 4 pixels, image by image, row by row; each needs 6 × 6 pixels of the padded input.
///
/// @param shape  3 × 3 filters with stride 1, dense, in one group
/// @param down   tiles in a column of an image
/// @param across tiles in a row
record WinogradTiles(ConvolutionShape shape, int down, int across) {
    /// Pixels of the output along one side of a tile.
    static final int SIDE = 4;

    /// Pixels of the input along one side.
    static final int WINDOW = 6;

    /// Rows and columns of a filter.
    static final int KERNEL = 3;

    /// @throws ShapeException if the shape is another kind of convolution
    static WinogradTiles of(ConvolutionShape shape) {
        if (shape.kernelHeight() != KERNEL
                || shape.kernelWidth() != KERNEL
                || shape.stride() != 1
                || shape.dilation() != 1
                || shape.groups() != 1) {
            throw new ShapeException("Winograd convolution: a kernel of " + shape.kernelHeight() + " x "
                    + shape.kernelWidth() + " with stride " + shape.stride() + ", dilation " + shape.dilation()
                    + " and groups " + shape.groups()
                    + " came; 3 x 3 with stride 1, dilation 1 and groups 1 is required; use the direct convolution");
        }
        return new WinogradTiles(shape, Math.ceilDiv(shape.outHeight(), SIDE), Math.ceilDiv(shape.outWidth(), SIDE));
    }

    /// Of all images.
    int count() {
        return shape.batch() * down * across;
    }

    int image(int tile) {
        return tile / (down * across);
    }

    /// The first of its rows in the output.
    int y(int tile) {
        return tile / across % down * SIDE;
    }

    /// The first of its columns in the output.
    int x(int tile) {
        return tile % across * SIDE;
    }
}
