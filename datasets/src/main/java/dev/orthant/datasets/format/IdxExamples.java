package dev.orthant.datasets.format;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.nio.file.Path;

/// Joins an idx file of images and one of labels.
///
/// ```java
/// byte[] image = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20};    // one of 1 by 2 pixels
/// byte[] label = {0, 0, 8, 1, 0, 0, 0, 1, 7};
/// IdxArray images = IdxFile.read("images", new ByteArrayInputStream(image), 3);
/// IdxArray labels = IdxFile.read("labels", new ByteArrayInputStream(label), 1);
/// Examples examples = IdxExamples.join("toy", images, labels, 10);
/// examples.inputs().toArray();                                                // → [10.0, 20.0]
/// examples.label(0);                                                          // → 7
/// IdxExamples.join("toy", images, labels, 5);                                 // throws FormatException
/// ```
///
/// @since 0.1.0
public final class IdxExamples {
    private IdxExamples() {}

    /// Reads both files.
    ///
    /// @param name    of the examples
    /// @param images  idx with axes `[n, rows, columns]`
    /// @param labels  idx with axes `[n]`
    /// @param classes every label must be below it
    /// @return inputs `[n, rows · columns]`, the pixel values as they are, unscaled
    /// @throws FormatException if a file is wrong, their counts differ, or a label is not below `classes`
    /// @throws IOException if a file cannot be read
    public static Examples read(String name, Path images, Path labels, int classes) throws IOException {
        return join(name, IdxFile.read(images, 3), IdxFile.read(labels, 1), classes);
    }

    /// Joins what was read from two files, see [#read].
    ///
    /// @param name    of the examples
    /// @param images  of axes `[n, rows, columns]`
    /// @param labels  of axes `[n]`
    /// @param classes every label must be below it
    /// @return inputs `[n, rows · columns]`, the pixel values as they are, unscaled
    /// @throws FormatException if the counts differ or a label is not below `classes`
    public static Examples join(String name, IdxArray images, IdxArray labels, int classes) throws IOException {
        if (images.shape().rank() != 3 || labels.shape().rank() != 1) {
            throw new IllegalArgumentException("idx examples: images are " + images.shape() + " and labels "
                    + labels.shape() + "; 3 axes and 1 axis are required");
        }
        int count = images.shape().axis(0);
        if (labels.shape().axis(0) != count) {
            throw new FormatException(
                    labels.file(),
                    Integer.BYTES,
                    count + " labels, one per image of " + images.file(),
                    labels.shape().axis(0) + "; the two files do not belong together");
        }
        return Examples.of(name, pixels(images), labels(labels, classes), classes);
    }

    private static Tensor pixels(IdxArray images) throws FormatException {
        long imageSize = (long) images.shape().axis(1) * images.shape().axis(2);
        if (imageSize > Integer.MAX_VALUE) { // only possible with no image at all
            throw new FormatException(
                    images.file(), 2L * Integer.BYTES, "an image of at most 2³¹ - 1 pixels", imageSize + " pixels");
        }
        float[] pixels = new float[images.shape().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = images.at(i);
        }
        return Tensor.wrap(Shape.of(images.shape().axis(0), (int) imageSize), pixels);
    }

    private static int[] labels(IdxArray file, int classes) throws FormatException {
        int[] labels = new int[file.shape().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = file.at(i);
            if (labels[i] >= classes) {
                throw new FormatException(
                        file.file(), file.offsetOf(i), "a label in [0, " + classes + ")", "label " + labels[i]);
            }
        }
        return labels;
    }
}
