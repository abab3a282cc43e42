package dev.orthant.layers.infinite;

/// Which pairs of two images' pixels a [PixelBlock] knows.
///
/// @since 0.1.0
public enum PixelPairs {
    /// All: as many numbers per pair of images as the square of the number of pixels. Pooling needs them.
    ALL,
    /// Those at equal places: as many numbers as there are pixels. Enough for convolutions that end in `Flatten`.
    EQUAL_PLACES;

    int numbers(int pixels) {
        return this == ALL ? Math.multiplyExact(pixels, pixels) : pixels;
    }

    /// Where the pair (p, p) stands.
    int equal(int p, int pixels) {
        return this == ALL ? p * pixels + p : p;
    }
}
