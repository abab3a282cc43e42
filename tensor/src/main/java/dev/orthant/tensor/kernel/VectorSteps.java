package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

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
