package dev.orthant.datasets.format;

import dev.orthant.tensor.Shape;

/// The content of an idx file: unsigned bytes in a shape.
///
/// ```java
/// byte[] file = {0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 127, -1};    // bytes, two axes, of lengths 1 and 2
/// IdxArray pixels = IdxFile.read("pixels", new ByteArrayInputStream(file), 2);
/// pixels.shape();                                                 // → [1, 2]
/// pixels.at(1);                                                   // → 255
/// ```
///
/// @since 0.1.0
public final class IdxArray {
    private final String file;
    private final Shape shape;
    private final byte[] elements;

    IdxArray(String file, int[] lengths, byte[] elements) {
        this.file = file;
        this.shape = Shape.of(lengths);
        this.elements = elements;
    }

    /// {@return where it came from, for messages}
    public String file() {
        return file;
    }

    /// {@return lengths of the axes as the header gives them}
    public Shape shape() {
        return shape;
    }

    /// {@return one element in row-major order, 0 to 255}
    ///
    /// @param index in row-major order, from 0
    public int at(int index) {
        return elements[index] & 0xff;
    }

    /// Byte offset of an element in the unpacked file.
    long offsetOf(int index) {
        return (long) Integer.BYTES * (1 + shape.rank()) + index;
    }
}
