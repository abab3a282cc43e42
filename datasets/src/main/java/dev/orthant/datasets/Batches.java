package dev.orthant.datasets;

import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Which examples make up which batch: every epoch is a fresh random order of all examples, cut into pieces.
///
/// The order of epoch `e` depends on the stream and on `e` alone, so a resumed run continues as if it had never
/// stopped. The last batch of an epoch is smaller if the batch size does not divide the number of examples: every
/// example is seen exactly once per epoch.
///
/// ```java
/// Batches batches = new Batches(10, 4, Streams.ofSeed(0).named("batches"));
/// List<Integer> sizes = new ArrayList<>();
/// for (int[] batch : batches.epoch(0)) {
///     sizes.add(batch.length);                                // or train.take(batch)
/// }
/// sizes.toString();                                           // → [4, 4, 2]
/// IntStream.of(batches.order(1)).sorted().boxed().toList();   // → [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
/// ```
///
/// @param count  number of examples, at least 0
/// @param size   examples in a batch, at least 1
/// @param stream where the orders come from
/// @since 0.1.0
public record Batches(int count, int size, Streams stream) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if the count is negative or a batch holds no example
    public Batches {
        if (count < 0 || size < 1) {
            throw new IllegalArgumentException("batches: " + count + " examples in batches of " + size
                    + " were asked for; examples must be at least 0 and a batch at least 1");
        }
    }

    /// {@return number of batches in an epoch, the partial one included}
    public int perEpoch() {
        return count / size + (count % size == 0 ? 0 : 1);
    }

    /// {@return the order in which an epoch visits the examples: a permutation of 0 … count - 1, as a fresh array}
    ///
    /// @param epoch at least 0
    /// @throws IllegalArgumentException if the epoch is negative
    public int[] order(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("batches: epoch " + epoch + " was asked for; the first is 0");
        }
        return stream.indexed(epoch).permutation(count);
    }

    /// {@return the batches of an epoch as index arrays, for `take` or `gather`} The order is drawn once, here.
    ///
    /// @param epoch at least 0
    /// @throws IllegalArgumentException if the epoch is negative
    public Iterable<int[]> epoch(int epoch) {
        int[] order = order(epoch);
        return () -> new Pieces(order, size);
    }

    private static final class Pieces implements Iterator<int[]> {
        private final int[] order;
        private final int size;
        private int from;

        Pieces(int[] order, int size) {
            this.order = order;
            this.size = size;
        }

        @Override
        public boolean hasNext() {
            return from < order.length;
        }

        @Override
        public int[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("batches: the epoch has ended; ask hasNext first");
            }
            int to = from + Math.min(size, order.length - from);
            int[] piece = Arrays.copyOfRange(order, from, to);
            from = to;
            return piece;
        }
    }
}
