/// Differentiation: an [Op][dev.orthant.autograd.Op] states its value and its gradients in one place; an
/// [Evaluator][dev.orthant.autograd.Evaluator] applies it: [Eager][dev.orthant.autograd.Eager] computes,
/// [Tape][dev.orthant.autograd.Tape] computes and records. Gradients are returned, never stored in tensors.
///
/// ```java
/// Tape tape = new Tape();
/// Value w = tape.variable(Tensor.of(Shape.of(1, 2), 3, 4));
/// Value loss = tape.apply(new Sum(), tape.apply(new Multiply(), w, w));
/// Tensor gradient = tape.backward(loss).of(w);          // [6, 8]
/// ```
///
/// Depends on the tensor module alone.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.autograd;

import org.jspecify.annotations.NullMarked;
