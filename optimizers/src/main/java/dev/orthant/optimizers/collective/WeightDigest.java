package dev.orthant.optimizers.collective;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// A number that tells whether two members have the same weights, bit by bit: different weights have the same digest once
/// in 2⁶⁴ times. Guards against mistakes, not against a forger.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// WeightDigest.of(weights) == WeightDigest.of(weights.copy());                    // → true
/// WeightDigest.of(weights) == WeightDigest.of(weights.times(Math.nextUp(1f)));    // → false
/// ```
///
/// @since 0.1.0
public final class WeightDigest {
    private static final int PIECE = 1 << 16;

    /// Odd, with about as many ones as zeros: the golden ratio as a 64-bit fraction.
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private WeightDigest() {}

    /// {@return the digest; never 0, which means none}
    ///
    /// @param weights read in their order; names are of no matter
    public static long of(Weights weights) {
        long digest = weights.size();
        for (Weight weight : weights.all()) {
            Span span = weight.tensor().span();
            int pieces = Math.ceilDiv(span.length(), PIECE);
            List<Long> parts = Parallel.map(pieces, piece -> {
                int from = piece * PIECE;
                return of(span.part(from, Math.min(PIECE, span.length() - from)));
            });
            for (long part : parts) {
                digest = mixed(digest, part);
            }
        }
        return digest == 0 ? 1 : digest;
    }

    /// Four chains side by side, since each waits for its own multiplication.
    private static long of(Span span) {
        float[] array = span.array();
        int from = span.from();
        int bound = span.length() - span.length() % 4;
        long a = 1;
        long b = 2;
        long c = 3;
        long d = 4;
        for (int i = from; i < from + bound; i += 4) {
            a = mixed(a, Float.floatToRawIntBits(array[i]));
            b = mixed(b, Float.floatToRawIntBits(array[i + 1]));
            c = mixed(c, Float.floatToRawIntBits(array[i + 2]));
            d = mixed(d, Float.floatToRawIntBits(array[i + 3]));
        }
        for (int i = from + bound; i < from + span.length(); i++) {
            a = mixed(a, Float.floatToRawIntBits(array[i]));
        }
        return mixed(mixed(mixed(a, b), c), d);
    }

    private static long mixed(long digest, long value) {
        long product = (digest ^ value) * FACTOR;
        return product ^ product >>> 29;
    }
}
