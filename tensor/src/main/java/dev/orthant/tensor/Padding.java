package dev.orthant.tensor;

/// What lies around an image when a window stands over its edge. The amounts are rows above and below, and columns left
/// and right, each the same on both sides.
///
/// ```java
/// Padding same = Padding.zero(1);                  // a 3 × 3 window then keeps the size of the image
/// ConvolutionShape.of(Shape.of(1, 8, 8, 3), Shape.of(16, 3, 3, 3), 1, 1, 1, same).output();    // → [1, 8, 8, 16]
/// new Padding.Zero(2, 0).vertical();               // → 2
/// Padding.valid().equals(new Padding.Valid());     // → true
/// new Padding.Circular(-1, 0);                     // throws ShapeException
/// ```
///
/// @since 0.1.0
public sealed interface Padding {
    /// {@return rows added above, and as many below; at least 0}
    int vertical();

    /// {@return columns added on the left, and as many on the right; at least 0}
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
    ///
    /// @param vertical   rows added above, and as many below; at least 0
    /// @param horizontal columns added on the left, and as many on the right; at least 0
    record Zero(int vertical, int horizontal) implements Padding {
        /// Zeros on all sides.
        ///
        /// @throws ShapeException if an amount is negative
        public Zero {
            requireNotNegative(vertical, horizontal);
        }
    }

    /// The image is repeated, as on a torus.
    ///
    /// @param vertical   rows added above, and as many below; at least 0, at most the image's height
    /// @param horizontal columns added on the left, and as many on the right; at least 0, at most the image's width
    record Circular(int vertical, int horizontal) implements Padding {
        /// The image's opposite edges on all sides.
        ///
        /// @throws ShapeException if an amount is negative
        public Circular {
            requireNotNegative(vertical, horizontal);
        }
    }

    /// {@return no padding}
    static Padding valid() {
        return new Valid();
    }

    /// {@return zeros on all four sides}
    ///
    /// @param amount rows above and below, columns left and right; at least 0
    /// @throws ShapeException if it is negative
    static Padding zero(int amount) {
        return new Zero(amount, amount);
    }

    /// {@return the image repeated on all four sides}
    ///
    /// @param amount rows above and below, columns left and right; at least 0, at most the image's height and width
    /// @throws ShapeException if it is negative
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
