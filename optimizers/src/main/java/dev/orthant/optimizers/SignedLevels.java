package dev.orthant.optimizers;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;

/// Weights in a logarithmic number system: a sign bit and a level of B bits each, packed without gaps.
///
///     weight i = ± m exp(−r kᵢ),   kᵢ in 0 … 2ᴮ − 1
///
/// B + 1 bits per weight: at B = 8, 1.125 bytes. Zero has no code. Weight i lies at bits (B + 1) i … (B + 1) (i + 1) − 1, the
/// lowest first, the sign above the level; 64 Ki weights fill whole words, so that pieces of that length can be written
/// by several threads.
///
/// ```java
/// SignedLevels levels = new SignedLevels(7, 2, new int[] {0x83_01});  // a byte each: + and level 1, − and level 3
/// levels.level(1);                                                    // → 3
/// levels.negative(1);                                                 // → true
/// Tensor w = Tensor.zeros(Shape.of(2));
/// levels.decode(Math.log(2), 8, 0, w.span());                         // 8 / 2¹ and −8 / 2³
/// w.toArray();                                                        // → [4.0, -1.0]
/// ```
///
/// @param bits  B, in 4 … 16
/// @param count how many weights
/// @param words the packed bits, live
/// @since 0.1.0
public record SignedLevels(int bits, int count, int[] words) {
    private static final int WORD_BITS = 32;

    /// Checks the number of bits.
    ///
    /// @throws IllegalArgumentException if it is not in 4 … 16
    public SignedLevels {
        Require.require(bits >= 4 && bits <= 16, "signed levels", "number of bits", bits, "lie in 4 … 16");
    }

    /// All of level 0 and positive.
    static SignedLevels zeros(int bits, int count) {
        long total = (long) count * (bits + 1);
        return new SignedLevels(bits, count, new int[Math.toIntExact(Math.ceilDiv(total, WORD_BITS))]);
    }

    /// {@return bytes that the packed weights take}
    public long bytes() {
        return (long) words.length * Integer.BYTES;
    }

    /// {@return kᵢ, in 0 … 2ᴮ − 1}
    ///
    /// @param index i, from 0
    public int level(int index) {
        return code(index) & ((1 << bits) - 1);
    }

    /// {@return whether weight i is negative}
    ///
    /// @param index i, from 0
    public boolean negative(int index) {
        return (code(index) >>> bits) != 0;
    }

    void set(int index, boolean negative, int level) {
        long code = ((negative ? 1L : 0) << bits) | level;
        long position = (long) index * (bits + 1);
        int word = (int) (position >>> 5);
        int shift = (int) (position & 31);
        long mask = ((1L << (bits + 1)) - 1) << shift;
        long pair = (pair(word) & ~mask) | (code << shift);
        words[word] = (int) pair;
        if (shift + bits + 1 > WORD_BITS) {
            words[word + 1] = (int) (pair >>> WORD_BITS);
        }
    }

    /// The weights as float32 numbers, by two short tables: exp(−r k) is the product of one entry of each.
    ///
    /// @param precision r
    /// @param largest   m
    /// @param first     index of the first weight
    /// @param out       as many as are wanted, overwritten
    public void decode(double precision, double largest, int first, Span out) {
        decode(LogarithmicTable.of(bits, precision, largest), first, out);
    }

    /// A piece of a matrix as float32 numbers.
    ///
    /// @param precision r
    /// @param largest   m
    /// @param first     index of the piece's first weight
    /// @param pitch     weights from one row of the matrix to the next
    /// @param out       as many rows and columns as are wanted, overwritten
    public void decode(double precision, double largest, int first, int pitch, MatrixView out) {
        LogarithmicTable table = LogarithmicTable.of(bits, precision, largest);
        for (int row = 0; row < out.rows(); row++) {
            decode(table, first + row * pitch, out.row(row));
        }
    }

    private void decode(LogarithmicTable table, int first, Span out) {
        for (int i = 0; i < out.length(); i++) {
            int code = code(first + i);
            float magnitude = table.magnitude(code & ((1 << bits) - 1));
            out.array()[out.from() + i] = (code >>> bits) != 0 ? -magnitude : magnitude;
        }
    }

    private int code(int index) {
        long position = (long) index * (bits + 1);
        return (int) (pair((int) (position >>> 5)) >>> (position & 31)) & ((1 << (bits + 1)) - 1);
    }

    private long pair(int word) {
        long low = words[word] & 0xFFFF_FFFFL;
        return word + 1 < words.length ? low | (long) words[word + 1] << WORD_BITS : low;
    }

    @Override
    public String toString() {
        return count + " weights of 1 + " + bits + " bits";
    }
}
