package dev.orthant.tensor.format;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A tensor as a file holds it, not yet copied. Valid while its file is open.
///
/// ```java
/// Path path = folder.resolve("model.safetensors");
/// SafeTensors.write(path, Map.of("0.weight", Tensor.filled(Shape.of(1, 2), 0.5f)), Map.of());
/// try (SafeTensors file = SafeTensors.open(path)) {
///     StoredTensor stored = file.get("0.weight");
///     stored.type();                           // → F32
///     stored.shape();                          // → [1, 2]
///     Tensor weight = stored.tensor();         // → tensor [1, 2] {0.500000, 0.500000}
///     stored.words();                          // throws IllegalArgumentException
/// }
/// ```
///
/// @since 0.1.0
public final class StoredTensor {
    private final ElementType type;
    private final Shape shape;
    private final MemorySegment elements;

    /// @param elements little-endian, row-major, exactly as many bytes as type and shape say
    StoredTensor(ElementType type, Shape shape, MemorySegment elements) {
        this.type = type;
        this.shape = shape;
        this.elements = elements;
    }

    /// {@return how the file holds one number}
    public ElementType type() {
        return type;
    }

    /// {@return lengths of the axes, the outermost first}
    public Shape shape() {
        return shape;
    }

    /// {@return the numbers as float32, in an array of their own; see [ElementType] for what is rounded}
    public Tensor tensor() {
        float[] numbers = new float[shape.size()];
        type.toFloats(elements, ByteOrder.LITTLE_ENDIAN, numbers.length, numbers, 0);
        return Tensor.wrap(shape, numbers);
    }

    /// {@return a copy of the 32-bit words of an I32 tensor, in row-major order}
    ///
    /// @throws IllegalArgumentException for another type
    public int[] words() {
        require(ElementType.I32);
        return elements.toArray(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    /// {@return a copy of the whole numbers of an I64 tensor, in row-major order}
    ///
    /// @throws IllegalArgumentException for another type
    public long[] wholeNumbers() {
        require(ElementType.I64);
        return elements.toArray(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    /// {@return a copy of the float64 numbers of an F64 tensor, in row-major order}
    ///
    /// @throws IllegalArgumentException for another type
    public double[] float64() {
        require(ElementType.F64);
        return elements.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }

    private void require(ElementType required) {
        if (type != required) {
            throw new IllegalArgumentException(
                    "stored tensor: its numbers are " + type + "; " + required + " is required");
        }
    }
}
