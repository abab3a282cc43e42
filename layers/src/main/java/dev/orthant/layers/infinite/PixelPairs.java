package dev.orthant.layers.infinite;

/// Which pairs of two images' pixels a [PixelBlock] knows.
///
/// ```java
/// Tensor images = Tensor.of(Shape.of(1, 1, 2, 1), 1, -1);                                     // two pixels: 1 and −1
/// PixelBlock.ofImages(images, images, PixelPairs.ALL).globallyAveraged().nngp().at(0, 0);     // → 0.0
/// PixelBlock equal = PixelBlock.ofImages(images, images, PixelPairs.EQUAL_PLACES);
/// equal.flattened().nngp().at(0, 0);                                                          // → 1.0
/// equal.globallyAveraged();                                                                   // throws NoClosedForm
/// ```
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
