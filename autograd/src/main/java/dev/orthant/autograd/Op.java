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
/// GradientCheck.of(new CubeRoot(), streams, point).relativeError();   // some 10⁻⁴
/// ```
public sealed interface Op permits Op.Unary, Op.Binary, Op.Many {
    /// The operation's name in error messages.
    default String name() {
        return getClass().getSimpleName();
    }

    /// An operation on one tensor.
    non-sealed interface Unary extends Op {
        /// The value.
        ///
        /// @throws dev.orthant.tensor.ShapeException if the input does not fit
        Tensor forward(Tensor input);

        /// The upstream gradient carried back through the operation: `Jᵀ upstream`, in the input's shape.
        ///
        /// @param upstream derivative of the final scalar with respect to `output`
        Value gradient(Evaluator evaluator, Value upstream, Value input, Value output);
    }

    /// An operation on two tensors.
    non-sealed interface Binary extends Op {
        /// The value.
        ///
        /// @throws dev.orthant.tensor.ShapeException if the inputs do not fit each other
        Tensor forward(Tensor left, Tensor right);

        /// `Jᵀ upstream` with respect to the left input, in its shape.
        Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output);

        /// `Jᵀ upstream` with respect to the right input, in its shape.
        Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output);

        /// The gradient with respect to the right input as a product that nobody has formed, where it is one: `[m, n]` as
        /// `Dᵀ H`. A tape hands it to rules that can use it; where it is empty [#gradientOfRight] serves.
        default Optional<Gradient.Product> unformedGradientOfRight(Tensor upstream, Tensor left) {
            return Optional.empty();
        }
    }

    /// An operation on any number of tensors, at least one: joining them along an axis, choosing between two by a third.
    non-sealed interface Many extends Op {
        /// The value.
        ///
        /// @throws dev.orthant.tensor.ShapeException if the inputs do not fit each other
        Tensor forward(List<Tensor> inputs);

        /// `Jᵀ upstream` with respect to one input, in its shape.
        ///
        /// @param which index of the input, from 0
        Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output);

        /// [#gradientOf] for several inputs; for operations whose gradients share work.
        ///
        /// @param which indices of the inputs
        /// @return one gradient for each index, in the same order
        default List<Value> gradientsOf(
                List<Integer> which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
            return which.stream()
                    .map(index -> gradientOf(index, evaluator, upstream, inputs, output))
                    .toList();
        }
    }
}
