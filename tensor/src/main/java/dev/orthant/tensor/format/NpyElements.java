package dev.orthant.tensor.format;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/// The elements of an npy file as a float32 tensor, read and converted piece by piece.
///
/// In Fortran's order the first index runs fastest. Each element is then put into its row-major place as it comes, so
/// that no second array is needed.
final class NpyElements {
    private static final int CHUNK = 1 << 12;

    private final NpyHeader header;
    private final float[] elements;
    private final int[] index; // of the next element of a file in Fortran's order
    private final int[] stride; // how far apart neighbours along an axis are in the tensor
    private int place; // of that element in the tensor

    private NpyElements(NpyHeader header) {
        Shape shape = header.shape();
        this.header = header;
        this.elements = new float[shape.size()];
        this.index = new int[shape.rank()];
        this.stride = new int[shape.rank()];
        int step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            stride[axis] = step;
            step *= shape.axis(axis); // where this overflows, another axis is 0 and there is nothing to place
        }
    }

    /// @param bytes  from the first element on
    /// @param offset of the first element, for messages
    /// @throws FormatException if there are fewer elements than the header says, or more
    static Tensor read(String name, InputStream bytes, NpyHeader header, long offset) throws IOException {
        NpyElements reader = new NpyElements(header);
        reader.readAll(name, bytes, offset);
        return Tensor.wrap(header.shape(), reader.elements);
    }

    private void readAll(String name, InputStream bytes, long offset) throws IOException {
        int width = header.type().bytes();
        byte[] chunk = new byte[width * Math.min(CHUNK, elements.length)];
        float[] numbers = new float[Math.min(CHUNK, elements.length)];
        int count = numbers.length;
        for (int done = 0; done < elements.length; done += count) {
            count = Math.min(count, elements.length - done);
            int came = bytes.readNBytes(chunk, 0, count * width);
            if (came < count * width) {
                throw new FormatException(
                        name,
                        offset + (long) done * width + came,
                        header.dataBytes() + " bytes of elements",
                        "the end of the file; it is cut short");
            }
            header.type().toFloats(MemorySegment.ofArray(chunk), header.order(), count, numbers, 0);
            if (header.fortran()) {
                place(numbers, count);
            } else {
                System.arraycopy(numbers, 0, elements, done, count);
            }
        }
        if (bytes.read() >= 0) {
            throw new FormatException(name, offset + header.dataBytes(), "the end behind the elements", "more bytes");
        }
    }

    private void place(float[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            elements[place] = numbers[i];
            for (int axis = 0; axis < index.length; axis++) {
                index[axis]++;
                place += stride[axis];
                if (index[axis] < header.shape().axis(axis)) {
                    break;
                }
                place -= stride[axis] * index[axis];
                index[axis] = 0;
            }
        }
    }
}
