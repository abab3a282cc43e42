package dev.orthant.experiments.madam;

import dev.orthant.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/// Pictures side by side in one PNG.
final class Pictures {
    private static final int ZOOM = 4;
    private static final int GAP = 8;

    private Pictures() {}

    /// @param pictures each `[size², 3]`, colours in [0, 1], others are clamped
    /// @param size     rows and columns of each
    static byte[] png(List<Tensor> pictures, int size) {
        int side = size * ZOOM;
        BufferedImage image = new BufferedImage(pictures.size() * (side + GAP) - GAP, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.size(); i++) {
            float[] colours = pictures.get(i).toArray();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int place = (y / ZOOM * size + x / ZOOM) * 3;
                    int rgb = level(colours[place]) << 16 | level(colours[place + 1]) << 8 | level(colours[place + 2]);
                    image.setRGB(i * (side + GAP) + x, y, rgb);
                }
            }
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // nothing is written but memory
        }
    }

    private static int level(float colour) {
        return Math.round(255 * Math.min(1, Math.max(0, colour)));
    }
}
