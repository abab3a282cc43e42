package dev.orthant.experiments.training;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.WeightGradients;

/// What a batch said of a network, between the backward pass and the move of the weights. Its arrays are used again: valid
/// while a [TrainingListener] is told, no longer.
///
/// @param loss      of the batch; finite
/// @param scores    `[batch, …]`, what the network answered
/// @param examples  indices of the batch among the training's examples
/// @param gradients of the loss by every trainable weight, at the weights as they still are; finite
public record StepView(float loss, Tensor scores, int[] examples, WeightGradients gradients) {}
