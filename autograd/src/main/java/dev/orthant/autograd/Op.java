package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Gradient;
import java.util.List;
import java.util.Optional;

/// An operation on tensors: its value, and its gradients written with operations.
///
/// Arrays are arguments; anything else (a factor, a shape) is a component of the record that implements this. The
/// gradient methods compute only through the evaluator they are handed: under [Eager] that gives first derivatives,
/// under a [Tape] the gradient is itself recorded and can be differentiated again.
///
/// An operation keeps nothing: the arrays of the tensors that it makes on the way are used again as soon as the method
/// returns, except that of the result.
///
/// Sealed in the number of inputs, open in the operation: users add their own records. `GradientCheck` (package `check`) tests them.
///
/// ```java
/// record CubeRoot() implements Op.Unary {                       // Y = ∛X,  dX = dY / (3 Y²)
///     @Override
///     public Tensor forward(Tensor input) {
///         float[] numbers = input.toArray();                    // a copy
///         for (int i = 0; i < numbers.length; i++) {
///             numbers[i] = (float) Math.cbrt(numbers[i]);
///         }
///         return Tensor.wrap(input.shape(), numbers);
///     }
///
///     @Override
///     public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
///         Value square = evaluator.apply(new Multiply(), output, output);
///         return evaluator.apply(new Divide(), upstream, evaluator.apply(new Scale(3), square));
///     }
/// }
///
/// Tensor point = Tensor.of(Shape.of(3), 1, 8, 27);
/// new CubeRoot().forward(point).toArray();                                                 // → [1.0, 2.0, 3.0]
/// GradientCheck.of(new CubeRoot(), Streams.ofSeed(0), point).relativeError() < 1e-3;       // → true
/// new CubeRoot().name();                                                                   // → CubeRoot
/// Op.Binary product = new Multiply();
/// Op.Many joined = new Concat(0);
/// ```
///
/// @since 0.1.0
public sealed interface Op permits Op.Unary, Op.Binary, Op.Many {
    /// {@return the operation's name in error messages}
    default String name() {
        return getClass().getSimpleName();
    }

    /// An operation on one tensor.
    non-sealed interface Unary extends Op {
        /// {@return the value}
        ///
        /// @param input must stay as it is
        /// @throws dev.orthant.tensor.ShapeException if the input does not fit
        Tensor forward(Tensor input);

        /// {@return the upstream gradient carried back through the operation: `Jᵀ upstream`, in the input's shape}
        ///
        /// @param evaluator applies the operations that the gradient is computed with
        /// @param upstream  derivative of the final scalar with respect to `output`
        /// @param input     what [#forward] was given
        /// @param output    what it gave
        Value gradient(Evaluator evaluator, Value upstream, Value input, Value output);
    }

    /// An operation on two tensors.
    non-sealed interface Binary extends Op {
        /// {@return the value}
        ///
        /// @param left  must stay as it is
        /// @param right must stay as it is
        /// @throws dev.orthant.tensor.ShapeException if the inputs do not fit each other
        Tensor forward(Tensor left, Tensor right);

        /// {@return `Jᵀ upstream` with respect to the left input, in its shape}
        ///
        /// @param evaluator applies the operations that the gradient is computed with
        /// @param upstream  derivative of the final scalar with respect to `output`
        /// @param left      what [#forward] was given first
        /// @param right     what it was given second
        /// @param output    what it gave
        Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output);

        /// {@return `Jᵀ upstream` with respect to the right input, in its shape}
        ///
        /// @param evaluator applies the operations that the gradient is computed with
        /// @param upstream  derivative of the final scalar with respect to `output`
        /// @param left      what [#forward] was given first
        /// @param right     what it was given second
        /// @param output    what it gave
        Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output);

        /// The gradient with respect to the right input as a product that nobody has formed, where it is one: `[m, n]` as
        /// `Dᵀ H`. A tape hands it to rules that can use it; where it is empty [#gradientOfRight] serves.
        ///
        /// An operation that gives one is linear in both inputs, as a linear layer is: its gradient with respect to the left
        /// one must be `D` times the right one, because [Tape#backwardMoving] computes it so.
        ///
        /// @param upstream derivative of the final scalar with respect to the output
        /// @param left     what [#forward] was given first
        /// @return         the product, or nothing, as most operations
        default Optional<Gradient.Product> unformedGradientOfRight(Tensor upstream, Tensor left) {
            return Optional.empty();
        }
    }

    /// An operation on any number of tensors, at least one: joining them along an axis, choosing between two by a third.
    non-sealed interface Many extends Op {
        /// {@return the value}
        ///
        /// @param inputs must stay as they are
        /// @throws dev.orthant.tensor.ShapeException if the inputs do not fit each other
        Tensor forward(List<Tensor> inputs);

        /// {@return `Jᵀ upstream` with respect to one input, in its shape}
        ///
        /// @param which     index of the input, from 0
        /// @param evaluator applies the operations that the gradient is computed with
        /// @param upstream  derivative of the final scalar with respect to `output`
        /// @param inputs    what [#forward] was given
        /// @param output    what it gave
        Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output);

        /// [#gradientOf] for several inputs; for operations whose gradients share work.
        ///
        /// @param which     indices of the inputs
        /// @param evaluator applies the operations that the gradients are computed with
        /// @param upstream  derivative of the final scalar with respect to `output`
        /// @param inputs    what [#forward] was given
        /// @param output    what it gave
        /// @return          one gradient for each index, in the same order
        default List<Value> gradientsOf(
                List<Integer> which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
            return which.stream()
                    .map(index -> gradientOf(index, evaluator, upstream, inputs, output))
                    .toList();
        }
    }
}
