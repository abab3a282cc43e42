package dev.orthant.layers.infinite;

import dev.orthant.tensor.Padding;
import dev.orthant.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;

/// The pixels of an image, row by row.
///
/// ```java
/// new PixelGrid(28, 28).size();                                                       // → 784
/// KernelBlock images = KernelBlock.ofInputs(Tensor.zeros(Shape.of(1, 5, 5, 3)));
/// images.pixels().convolved(PixelWindow.of(3, 2, Padding.zero(1)), 1, 0).grid();      // → PixelGrid[height=3, width=3]
/// ```
///
/// @param height rows, at least 1
/// @param width  columns, at least 1
/// @since 0.1.0
public record PixelGrid(int height, int width) {
    /// Checks that there is a pixel.
    ///
    /// @throws ShapeException if there is none
    public PixelGrid {
        if (height < 1 || width < 1) {
            throw new ShapeException(
                    "pixel grid: " + height + " x " + width + " pixels came; at least 1 x 1 is required");
        }
    }

    /// {@return number of pixels}
    public int size() {
        return height * width;
    }

    /// One place of a window, for all windows in which it meets a pixel.
    ///
    /// @param pixels which pixel it meets, one per window; −1 for none
    /// @param runs   the same as runs of neighbours
    record Tap(int[] pixels, List<Run> runs) {}

    /// Windows `window`, `window + 1`, … meet pixels `pixel`, `pixel + 1`, …
    record Run(int window, int pixel, int length) {}

    /// The places of a window, row by row.
    List<Tap> taps(PixelWindow window) {
        PixelGrid windows = window.over(this);
        List<Tap> taps = new ArrayList<>();
        for (int row = 0; row < window.height(); row++) {
            for (int column = 0; column < window.width(); column++) {
                int[] pixels = new int[windows.size()];
                for (int w = 0; w < pixels.length; w++) {
                    pixels[w] = pixel(
                            w / windows.width * window.stride() + row * window.dilation(),
                            w % windows.width * window.stride() + column * window.dilation(),
                            window.padding());
                }
                taps.add(new Tap(pixels, runs(pixels)));
            }
        }
        return taps;
    }

    /// The pixel at a row and a column of the padded image.
    private int pixel(int paddedRow, int paddedColumn, Padding padding) {
        int row = paddedRow - padding.vertical();
        int column = paddedColumn - padding.horizontal();
        if (padding instanceof Padding.Circular) {
            row = Math.floorMod(row, height);
            column = Math.floorMod(column, width);
        }
        boolean inside = row >= 0 && row < height && column >= 0 && column < width;
        return inside ? row * width + column : -1;
    }

    private static List<Run> runs(int[] pixels) {
        List<Run> runs = new ArrayList<>();
        int w = 0;
        while (w < pixels.length) {
            int length = 1;
            if (pixels[w] >= 0) {
                while (w + length < pixels.length && pixels[w + length] == pixels[w] + length) {
                    length++;
                }
                runs.add(new Run(w, pixels[w], length));
            }
            w += length;
        }
        return runs;
    }
}
