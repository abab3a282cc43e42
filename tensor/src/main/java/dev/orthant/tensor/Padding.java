package dev.orthant.tensor;

/// What lies around an image when a window stands over its edge. The amounts are rows above and below, and columns left
/// and right, each the same on both sides.
public sealed interface Padding {
    /// Rows added above, and as many below.
    int vertical();

    /// Columns added on the left, and as many on the right.
    int horizontal();

    /// Nothing is added: windows lie inside the image.
    record Valid() implements Padding {
        @Override
        public int vertical() {
            return 0;
        }

        @Override
        public int horizontal() {
            return 0;
        }
    }

    /// Nothing is there: a weight that meets the outside of the image contributes nothing, even if it is NaN or infinite.
    record Zero(int vertical, int horizontal) implements Padding {
        /// @throws ShapeException if an amount is negative
        public Zero {
            requireNotNegative(vertical, horizontal);
        }
    }

    /// The image is repeated, as on a torus. The amounts are at most the image's height and width.
    record Circular(int vertical, int horizontal) implements Padding {
        /// @throws ShapeException if an amount is negative
        public Circular {
            requireNotNegative(vertical, horizontal);
        }
    }

    static Padding valid() {
        return new Valid();
    }

    /// The same amount of zeros on all four sides.
    static Padding zero(int amount) {
        return new Zero(amount, amount);
    }

    /// The same amount on all four sides.
    static Padding circular(int amount) {
        return new Circular(amount, amount);
    }

    private static void requireNotNegative(int vertical, int horizontal) {
        if (vertical < 0 || horizontal < 0) {
            throw new ShapeException(
                    "padding: " + vertical + " rows and " + horizontal + " columns came; both must be at least 0");
        }
    }
}
