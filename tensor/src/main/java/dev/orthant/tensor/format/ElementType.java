package dev.orthant.tensor.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The element types that files hold and how each becomes float32.
///
/// The constants' names are those of safetensors; numpy's are letters with a number of bytes (`f4`). Types that exist in
/// one of the formats but are not here (F8_E4M3, F8_E5M2, C64, strings, objects) are refused by name.
///
/// ```java
/// SafeTensorsWriter writer = new SafeTensorsWriter(Map.of());
/// writer.addWholeNumbers("step", 120);
/// DurableFile.replace(folder.resolve("state.safetensors"), writer::writeTo);
/// try (SafeTensors file = SafeTensors.open(folder.resolve("state.safetensors"))) {
///     ElementType type = file.get("step").type();      // → I64
///     type.bytes();                                    // → 8
/// }
/// ```
///
/// @since 0.1.0
public enum ElementType {
    /// A byte that is 0 (false) or else (true, 1).
    BOOL(1, "b1"),
    /// Whole numbers from 0 to 255.
    U8(1, "u1"),
    /// Whole numbers from −128 to 127.
    I8(1, "i1"),
    /// Whole numbers from 0 to 2¹⁶ − 1.
    U16(2, "u2"),
    /// Whole numbers from −2¹⁵ to 2¹⁵ − 1.
    I16(2, "i2"),
    /// Whole numbers from 0 to 2³² − 1; above 2²⁴ not all are float32 numbers.
    U32(4, "u4"),
    /// Whole numbers from −2³¹ to 2³¹ − 1; beyond ±2²⁴ not all are float32 numbers.
    I32(4, "i4"),
    /// Whole numbers from 0 to 2⁶⁴ − 1; above 2²⁴ not all are float32 numbers.
    U64(8, "u8"),
    /// Whole numbers from −2⁶³ to 2⁶³ − 1; beyond ±2²⁴ not all are float32 numbers.
    I64(8, "i8"),
    /// IEEE 754 binary16.
    F16(2, "f2"),
    /// The upper half of a float32; numpy has no such type.
    BF16(2, ""),
    /// IEEE 754 binary32: bit for bit what a tensor holds.
    F32(4, "f4"),
    /// IEEE 754 binary64, rounded to float32.
    F64(8, "f8");

    private static final Map<String, ElementType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ElementType::name, type -> type));

    private static final Map<String, ElementType> BY_NUMPY_CODE = Arrays.stream(values())
            .filter(type -> !type.numpyCode.isEmpty())
            .collect(Collectors.toUnmodifiableMap(type -> type.numpyCode, type -> type));

    private final int bytes;
    private final String numpyCode;

    ElementType(int bytes, String numpyCode) {
        this.bytes = bytes;
        this.numpyCode = numpyCode;
    }

    /// {@return bytes of one element}
    public int bytes() {
        return bytes;
    }

    /// The type of this name in a safetensors header.
    static Optional<ElementType> ofSafeTensors(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// The type of this code in an npy header, without the byte order: `f4`.
    static Optional<ElementType> ofNumpy(String code) {
        return Optional.ofNullable(BY_NUMPY_CODE.get(code));
    }

    /// Converts elements to float32, rounding to the nearest (ties to even) where float32 has no such number.
    ///
    /// @param elements at least `count · bytes()` bytes
    /// @param to       filled from `first` on
    void toFloats(MemorySegment elements, ByteOrder order, int count, float[] to, int first) {
        ValueLayout.OfShort shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        ValueLayout.OfInt ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        ValueLayout.OfLong longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        if (this == F32) {
            ValueLayout.OfFloat floats = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
            MemorySegment.copy(elements, floats, 0, to, first, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * bytes;
            to[first + i] = switch (this) {
                case BOOL -> elements.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
                case U8 -> elements.get(ValueLayout.JAVA_BYTE, at) & 0xff;
                case I8 -> elements.get(ValueLayout.JAVA_BYTE, at);
                case U16 -> elements.get(shorts, at) & 0xffff;
                case I16 -> elements.get(shorts, at);
                case U32 -> elements.get(ints, at) & 0xffff_ffffL;
                case I32 -> elements.get(ints, at);
                case U64 -> unsigned(elements.get(longs, at));
                case I64 -> elements.get(longs, at);
                case F16 -> Float.float16ToFloat(elements.get(shorts, at));
                case BF16 -> Float.intBitsToFloat(elements.get(shorts, at) << Short.SIZE);
                case F32 -> throw new AssertionError("float32 is copied above");
                case F64 -> (float) elements.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), at);
            };
        }
    }

    /// Halved with the lost bit kept in the last one, so that rounding sees whether anything is below it.
    private static float unsigned(long value) {
        return value >= 0 ? value : 2 * (float) ((value >>> 1) | (value & 1));
    }
}
