package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// A vector of weights at a time, with the bits of [ScalarSteps]: the same operations in the same order. Rules that divide
/// by a root stand in [VectorRootSteps].
final class VectorSteps implements StepKernels {
    private static final ScalarSteps TAIL = new ScalarSteps();

    @Override
    public void descend(Span weights, Span gradient, float rate, float decay) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector d = load(gradientArray, gradient.from() + i).add(w.mul(decay));
            w.sub(d.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.descend(weights.part(bound, rest), gradient.part(bound, rest), rate, decay);
    }

    @Override
    public void heavyBall(
            Span weights, Span gradient, Span velocity, float kept, float added, float rate, float decay) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] velocityArray = velocity.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector d = load(gradientArray, gradient.from() + i).add(w.mul(decay));
            FloatVector v = load(velocityArray, velocity.from() + i).mul(kept).add(d.mul(added));
            v.intoArray(velocityArray, velocity.from() + i);
            w.sub(v.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.heavyBall(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                velocity.part(bound, rest),
                kept,
                added,
                rate,
                decay);
    }

    @Override
    public void nesterov(
            Span weights, Span gradient, Span velocity, float kept, float added, float ahead, float rate, float decay) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] velocityArray = velocity.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector d = load(gradientArray, gradient.from() + i).add(w.mul(decay));
            FloatVector v = load(velocityArray, velocity.from() + i).mul(kept).add(d.mul(added));
            v.intoArray(velocityArray, velocity.from() + i);
            w.sub(d.add(v.mul(ahead)).mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.nesterov(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                velocity.part(bound, rest),
                kept,
                added,
                ahead,
                rate,
                decay);
    }

    @Override
    public void descendAndScale(Span weights, Span gradient, float length, float factor) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector step = load(gradientArray, gradient.from() + i).mul(length);
            w.sub(step).mul(factor).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.descendAndScale(weights.part(bound, rest), gradient.part(bound, rest), length, factor);
    }

    /// Five vectors a time while there are as many: the weights are then read and written once for five.
    @Override
    public void addCombination(Span weights, MatrixView vectors, float[] factors) {
        int n = 0;
        for (; n + 5 <= vectors.rows(); n += 5) {
            addFive(weights, vectors, factors, n);
        }
        for (; n < vectors.rows(); n++) {
            addOne(weights, vectors.row(n), factors[n]);
        }
    }

    private static void addFive(Span weights, MatrixView vectors, float[] factors, int first) {
        float[] weightsArray = weights.array();
        float[] array = vectors.array();
        int v0 = vectors.from() + first * vectors.stride();
        int v1 = v0 + vectors.stride();
        int v2 = v1 + vectors.stride();
        int v3 = v2 + vectors.stride();
        int v4 = v3 + vectors.stride();
        float f0 = factors[first];
        float f1 = factors[first + 1];
        float f2 = factors[first + 2];
        float f3 = factors[first + 3];
        float f4 = factors[first + 4];
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            load(weightsArray, weights.from() + i)
                    .add(load(array, v0 + i).mul(f0))
                    .add(load(array, v1 + i).mul(f1))
                    .add(load(array, v2 + i).mul(f2))
                    .add(load(array, v3 + i).mul(f3))
                    .add(load(array, v4 + i).mul(f4))
                    .intoArray(weightsArray, weights.from() + i);
        }
        for (int i = bound; i < weights.length(); i++) {
            float w = weightsArray[weights.from() + i] + f0 * array[v0 + i];
            w += f1 * array[v1 + i];
            w += f2 * array[v2 + i];
            w += f3 * array[v3 + i];
            weightsArray[weights.from() + i] = w + f4 * array[v4 + i];
        }
    }

    private static void addOne(Span weights, Span vector, float factor) {
        float[] weightsArray = weights.array();
        float[] array = vector.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            load(weightsArray, weights.from() + i)
                    .add(load(array, vector.from() + i).mul(factor))
                    .intoArray(weightsArray, weights.from() + i);
        }
        for (int i = bound; i < weights.length(); i++) {
            weightsArray[weights.from() + i] += factor * array[vector.from() + i];
        }
    }

    @Override
    public void approach(Span weights, Span target, float fraction) {
        float[] weightsArray = weights.array();
        float[] targetArray = target.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector step = load(targetArray, target.from() + i).sub(w).mul(fraction);
            w.add(step).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.approach(weights.part(bound, rest), target.part(bound, rest), fraction);
    }

    @Override
    public void signStep(Span weights, Span direction, float rate, float decay, float signOfZero) {
        float[] weightsArray = weights.array();
        float[] directionArray = direction.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector d =
                    sign(load(directionArray, direction.from() + i), signOfZero).add(w.mul(decay));
            w.sub(d.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.signStep(weights.part(bound, rest), direction.part(bound, rest), rate, decay, signOfZero);
    }

    @Override
    public void signOfMeanStep(
            Span weights,
            Span gradient,
            Span mean,
            float kept,
            float added,
            float rate,
            float decay,
            float signOfZero) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector m = load(meanArray, mean.from() + i)
                    .mul(kept)
                    .add(load(gradientArray, gradient.from() + i).mul(added));
            m.intoArray(meanArray, mean.from() + i);
            FloatVector d = sign(m, signOfZero).add(w.mul(decay));
            w.sub(d.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.signOfMeanStep(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                mean.part(bound, rest),
                kept,
                added,
                rate,
                decay,
                signOfZero);
    }

    @Override
    public void lion(Span weights, Span gradient, Span mean, LionStep step) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        float ahead = step.ahead();
        float aheadRest = step.aheadRest();
        float kept = step.kept();
        float added = step.added();
        float rate = step.rate();
        float shrinkage = step.shrinkage();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector m = load(meanArray, mean.from() + i);
            FloatVector direction = sign(m.mul(ahead).add(g.mul(aheadRest)), 0);
            m.mul(kept).add(g.mul(added)).intoArray(meanArray, mean.from() + i);
            FloatVector w = load(weightsArray, weights.from() + i).mul(shrinkage);
            w.sub(direction.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.lion(weights.part(bound, rest), gradient.part(bound, rest), mean.part(bound, rest), step);
    }

    @Override
    public void adam(Span weights, Span gradient, Span mean, Span meanSquare, AdamStep step) {
        VectorRootSteps.adam(weights, gradient, mean, meanSquare, step);
    }

    @Override
    public void amsGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span largestSquare, AdamStep step) {
        VectorRootSteps.amsGrad(weights, gradient, mean, meanSquare, largestSquare, step);
    }

    @Override
    public void diffGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span previous, AdamStep step) {
        VectorRootSteps.diffGrad(weights, gradient, mean, meanSquare, previous, step);
    }

    @Override
    public void divideByRoot(
            Span weights, Span gradient, Span squares, float kept, float added, float rate, float epsilon) {
        VectorRootSteps.divideByRoot(weights, gradient, squares, kept, added, rate, epsilon);
    }

    @Override
    public void lambDirection(
            Span weights,
            Span gradient,
            Span mean,
            Span meanSquare,
            float kept,
            float added,
            float epsilon,
            float decay,
            Span out) {
        VectorRootSteps.lambDirection(weights, gradient, mean, meanSquare, kept, added, epsilon, decay, out);
    }

    @Override
    public void lambStep(Span weights, Span mean, Span meanSquare, float length, float epsilon, float decay) {
        VectorRootSteps.lambStep(weights, mean, meanSquare, length, epsilon, decay);
    }

    @Override
    public void madam(Span weights, Span gradient, Span meanSquare, MadamStep step) {
        VectorRootSteps.madam(weights, gradient, meanSquare, step);
    }

    /// NaN stays NaN.
    private static FloatVector sign(FloatVector numbers, float signOfZero) {
        return numbers.blend(1f, numbers.compare(VectorOperators.GT, 0))
                .blend(-1f, numbers.compare(VectorOperators.LT, 0))
                .blend(signOfZero, numbers.compare(VectorOperators.EQ, 0));
    }
}
