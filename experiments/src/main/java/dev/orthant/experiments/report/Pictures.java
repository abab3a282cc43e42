package dev.orthant.experiments.report;

import dev.orthant.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/// Pictures in rows, in one PNG.
public final class Pictures {
    private static final int ZOOM = 4;
    private static final int GAP = 8;

    private Pictures() {}

    /// @param rows of pictures, as many in each; a picture is `[size², 3]`, colours in [0, 1], others are clamped
    /// @param size rows and columns of each, in pixels before they are enlarged
    public static byte[] png(List<List<Tensor>> rows, int size) {
        int step = size * ZOOM + GAP;
        BufferedImage image = new BufferedImage(
                rows.getFirst().size() * step - GAP, rows.size() * step - GAP, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                draw(rows.get(row).get(column).toArray(), size, image, column * step, row * step);
            }
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // nothing is written but memory
        }
    }

    private static void draw(float[] colours, int size, BufferedImage image, int left, int top) {
        for (int y = 0; y < size * ZOOM; y++) {
            for (int x = 0; x < size * ZOOM; x++) {
                int place = (y / ZOOM * size + x / ZOOM) * 3;
                int rgb = level(colours[place]) << 16 | level(colours[place + 1]) << 8 | level(colours[place + 2]);
                image.setRGB(left + x, top + y, rgb);
            }
        }
    }

    private static int level(float colour) {
        return Math.round(255 * Math.min(1, Math.max(0, colour)));
    }
}
