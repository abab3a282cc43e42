package dev.orthant.tensor.random;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import java.util.random.RandomGenerator;

/// A place in a tree of random streams. One root seed; every purpose takes a child by name, every repetition a child
/// by index, so that adding a purpose never changes the numbers of another.
///
/// A stream is a function from index to number, not a state that moves: the same numbers come out whatever the
/// number of threads and the order of the calls.
///
/// ```java
/// Streams root = Streams.ofSeed(0);
/// Tensor weights = root.named("initial").indexed(3).gaussian(Shape.of(64, 784));
/// int[] order = root.named("batches").permutation(60_000);
/// Tensor again = Streams.ofSeed(0).named("initial").indexed(3).gaussian(Shape.of(64, 784));
/// Arrays.equals(again.toArray(), weights.toArray());       // → true
/// root.named("initial").permutation(3).length;             // → 3
/// root.bernoulli(Shape.of(2), 1).toArray();                // → [1.0, 1.0]
/// root.bernoulli(Shape.of(2), 1.5);                        // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class Streams {
    private static final int FILL_GRAIN = 1 << 16;

    private final long key;

    private Streams(long key) {
        this.key = key;
    }

    /// {@return the root of all streams of a run}
    ///
    /// @param seed any number; another one gives other numbers everywhere
    public static Streams ofSeed(long seed) {
        return new Streams(mix(seed ^ 0x6F72_7468_616E_7400L)); // "orthant" in ASCII: our own family of keys
    }

    /// {@return the child for a purpose}
    ///
    /// @param purpose any text; the same one gives the same child
    public Streams named(String purpose) {
        long hash = key;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash ^ purpose.charAt(i));
        }
        return new Streams(mix(hash ^ 0x4E41_4D45L)); // a name and an index never give the same child
    }

    /// {@return the child for a repetition}
    ///
    /// @param index any number; the same one gives the same child, never that of a name
    public Streams indexed(long index) {
        return new Streams(mix(mix(key ^ 0x494E_4445_58L) ^ mix(index)));
    }

    /// {@return what names this stream to the kernels and in a checkpoint}
    public long key() {
        return key;
    }

    /// {@return independent uniforms in the open interval (0, 1)}
    ///
    /// @param shape of the result; element k in row-major order is number k of this stream
    public Tensor uniform(Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        Span all = tensor.span();
        Parallel.forPieces(
                all.length(),
                FILL_GRAIN,
                (from, to) -> ActiveKernels.get().uniform(key, from, all.part(from, to - from)));
        return tensor;
    }

    /// {@return independent standard normal numbers}
    ///
    /// @param shape of the result; element k in row-major order is number k of this stream
    public Tensor gaussian(Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        Span all = tensor.span();
        Parallel.forPieces(
                all.length(),
                FILL_GRAIN,
                (from, to) -> ActiveKernels.get().gaussian(key, from, all.part(from, to - from)));
        return tensor;
    }

    /// {@return independent numbers that are 1 with this probability and else 0}
    ///
    /// They come from uniform numbers of 23 bits: the probability is met to 2⁻²³, and one below 2⁻²⁴ gives zeros only.
    ///
    /// @param shape       of the result
    /// @param probability in [0, 1]
    /// @throws IllegalArgumentException if it is not
    public Tensor bernoulli(Shape shape, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "bernoulli: the probability is " + probability + "; it must be in [0, 1]");
        }
        Tensor tensor = uniform(shape);
        Span all = tensor.span();
        for (int i = all.from(); i < all.from() + all.length(); i++) {
            all.array()[i] = all.array()[i] < probability ? 1 : 0;
        }
        return tensor;
    }

    /// {@return independent standard normal numbers, conditioned to lie between two bounds}
    ///
    /// They come from uniform numbers of 23 bits: of the probability between the bounds, the outermost 2⁻²⁴ on each side is not
    /// reached, which for bounds far out is what lies beyond 5.4 standard deviations.
    ///
    /// @param shape   of the result
    /// @param lowest  at most 36 standard deviations above the mean
    /// @param highest more than `lowest`, at most 36 standard deviations below the mean
    /// @throws IllegalArgumentException if the bounds are not so
    public Tensor truncatedNormal(Shape shape, double lowest, double highest) {
        TruncatedNormal law = new TruncatedNormal(lowest, highest);
        Tensor tensor = uniform(shape);
        Span all = tensor.span();
        Parallel.forPieces(all.length(), FILL_GRAIN, (from, to) -> law.fromUniforms(all.part(from, to - from)));
        return tensor;
    }

    /// {@return a random order of 0, 1, …, count - 1, all orders equally likely (Fisher and Yates)}
    ///
    /// @param count at least 0
    public int[] permutation(int count) {
        int[] order = new int[count];
        RandomGenerator random = generator();
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// {@return the numbers of this stream one after the other, for code that does not know beforehand how many it draws}
    /// Not for use by several threads at once: give each its own `indexed` child.
    public RandomGenerator generator() {
        return new SequentialGenerator(key);
    }

    /// Stafford's 13th variant of the 64-bit finaliser: a bijection in which every input bit flips about half of the
    /// output bits (as used by SplittableRandom; Steele, Lea and Flood 2014).
    private static long mix(long value) {
        long z = value + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
