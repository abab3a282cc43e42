package dev.orthant.tensor.kernel;

import dev.orthant.tensor.parallel.Parallel;

/// A batch of images in pieces for parallel work: whole images, or bands of rows of one image where an image is large.
/// The pieces depend on the lengths alone.
///
/// @param batch  images
/// @param height rows of an image
/// @param images images in a piece
/// @param rows   rows in a piece; `height` if a piece has several images
record ImagePieces(int batch, int height, int images, int rows) {
    /// Below this many multiplications starting helpers costs more than they save.
    private static final long SMALLEST = 1L << 18;

    /// Pixels in a piece if there are plenty: enough to fill tiles with pixels of the same kind, few enough for the cache.
    private static final long PIXELS = 512;

    /// Pieces that a batch is cut into where that leaves them large enough.
    private static final long PIECES = 16;

    interface Body {
        /// Images `image` to `imageEnd` and rows `row` to `rowEnd` of each; both ends exclusive.
        void run(int image, int imageEnd, int row, int rowEnd);
    }

    /// @param work multiplications per pixel
    static ImagePieces of(int batch, int height, int width, long work) {
        long total = (long) batch * height * width;
        long pixels = Math.max(Math.ceilDiv(SMALLEST, Math.max(1, work)), Math.clamp(total / PIECES, 1, PIXELS));
        long image = (long) height * width;
        if (pixels >= image) {
            return new ImagePieces(batch, height, Math.clamp(pixels / image, 1, Math.max(1, batch)), height);
        }
        return new ImagePieces(batch, height, 1, Math.clamp(Math.ceilDiv(pixels, width), 1, height));
    }

    void run(Body body) {
        int across = Math.ceilDiv(height, rows);
        Parallel.forPieces(Math.ceilDiv(batch, images) * across, 1, (index, end) -> {
            int image = index / across * images;
            int row = index % across * rows;
            body.run(image, Math.min(batch, image + images), row, Math.min(height, row + rows));
        });
    }
}
