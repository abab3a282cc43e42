package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;

/// One weight at a time: the definition that the vector steps must agree with, bit by bit.
public final class ScalarSteps implements StepKernels {
    @Override
    public void descend(Span weights, Span gradient, float rate, float decay) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            put(weights, i, w - rate * (at(gradient, i) + decay * w));
        }
    }

    @Override
    public void heavyBall(
            Span weights, Span gradient, Span velocity, float kept, float added, float rate, float decay) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float v = kept * at(velocity, i) + added * (at(gradient, i) + decay * w);
            put(velocity, i, v);
            put(weights, i, w - rate * v);
        }
    }

    @Override
    public void nesterov(
            Span weights, Span gradient, Span velocity, float kept, float added, float ahead, float rate, float decay) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float d = at(gradient, i) + decay * w;
            float v = kept * at(velocity, i) + added * d;
            put(velocity, i, v);
            put(weights, i, w - rate * (d + ahead * v));
        }
    }

    @Override
    public void descendAndScale(Span weights, Span gradient, float length, float factor) {
        for (int i = 0; i < weights.length(); i++) {
            put(weights, i, (at(weights, i) - length * at(gradient, i)) * factor);
        }
    }

    @Override
    public void approach(Span weights, Span target, float fraction) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            put(weights, i, w + fraction * (at(target, i) - w));
        }
    }

    @Override
    public void adam(Span weights, Span gradient, Span mean, Span meanSquare, AdamStep step) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float d = at(gradient, i) + step.penalty() * w;
            float m = step.meanKept() * at(mean, i) + step.meanAdded() * d;
            float v = step.squareKept() * at(meanSquare, i) + step.squareAdded() * (d * d);
            put(mean, i, m);
            put(meanSquare, i, v);
            put(weights, i, w * step.shrinkage() - step.length() * (m / divisor(v, step)));
        }
    }

    @Override
    public void amsGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span largestSquare, AdamStep step) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float d = at(gradient, i) + step.penalty() * w;
            float m = step.meanKept() * at(mean, i) + step.meanAdded() * d;
            float v = step.squareKept() * at(meanSquare, i) + step.squareAdded() * (d * d);
            float largest = Math.max(at(largestSquare, i), v);
            put(mean, i, m);
            put(meanSquare, i, v);
            put(largestSquare, i, largest);
            put(weights, i, w * step.shrinkage() - step.length() * (m / divisor(largest, step)));
        }
    }

    @Override
    public void diffGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span previous, AdamStep step) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float g = at(gradient, i);
            float d = g + step.penalty() * w;
            float m = step.meanKept() * at(mean, i) + step.meanAdded() * d;
            float v = step.squareKept() * at(meanSquare, i) + step.squareAdded() * (d * d);
            float friction = 1f / (1f + Exponential.exp(-Math.abs(at(previous, i) - g)));
            put(mean, i, m);
            put(meanSquare, i, v);
            put(previous, i, g);
            put(weights, i, w * step.shrinkage() - step.length() * (m * friction / divisor(v, step)));
        }
    }

    @Override
    public void divideByRoot(
            Span weights, Span gradient, Span squares, float kept, float added, float rate, float epsilon) {
        for (int i = 0; i < weights.length(); i++) {
            float g = at(gradient, i);
            float v = kept * at(squares, i) + added * (g * g);
            put(squares, i, v);
            put(weights, i, at(weights, i) - rate * (g / (root(v) + epsilon)));
        }
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
        for (int i = 0; i < weights.length(); i++) {
            float g = at(gradient, i);
            float v = kept * at(meanSquare, i) + added * (g * g);
            put(meanSquare, i, v);
            put(out, i, at(mean, i) / (root(v) + epsilon) + decay * at(weights, i));
        }
    }

    @Override
    public void lambStep(Span weights, Span mean, Span meanSquare, float length, float epsilon, float decay) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            put(weights, i, w - length * (at(mean, i) / (root(at(meanSquare, i)) + epsilon) + decay * w));
        }
    }

    @Override
    public void signStep(Span weights, Span direction, float rate, float decay, float signOfZero) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            put(weights, i, w - rate * (sign(at(direction, i), signOfZero) + decay * w));
        }
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
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float m = kept * at(mean, i) + added * at(gradient, i);
            put(mean, i, m);
            put(weights, i, w - rate * (sign(m, signOfZero) + decay * w));
        }
    }

    @Override
    public void lion(Span weights, Span gradient, Span mean, LionStep step) {
        for (int i = 0; i < weights.length(); i++) {
            float g = at(gradient, i);
            float m = at(mean, i);
            float direction = step.ahead() * m + step.aheadRest() * g;
            put(mean, i, step.kept() * m + step.added() * g);
            put(weights, i, at(weights, i) * step.shrinkage() - step.rate() * sign(direction, 0));
        }
    }

    @Override
    public void madam(Span weights, Span gradient, Span meanSquare, MadamStep step) {
        for (int i = 0; i < weights.length(); i++) {
            float w = at(weights, i);
            float g = at(gradient, i);
            float v = step.squareKept() * at(meanSquare, i) + step.squareAdded() * (g * g);
            float root = root(v * step.correction());
            float normalised = root == 0 ? 0 : clamp(g / root, step.bound());
            float exponent = root == Float.POSITIVE_INFINITY ? Float.NaN : step.rate() * normalised;
            float moved = w * Exponential.exp(w < 0 ? exponent : -exponent);
            put(meanSquare, i, v);
            put(weights, i, clamp(moved, step.largest()));
        }
    }

    /// The nearest number in [−bound, bound]; NaN stays NaN. By comparisons: Java's min and max also order the two zeros,
    /// which costs a vector several instructions each.
    static float clamp(float number, float bound) {
        float below = number > bound ? bound : number;
        return below < -bound ? -bound : below;
    }

    private static float divisor(float square, AdamStep step) {
        return root(square) * step.rootCorrection() + step.epsilon();
    }

    private static float root(float square) {
        return (float) Math.sqrt(square);
    }

    /// NaN stays NaN.
    private static float sign(float number, float signOfZero) {
        return number == 0 ? signOfZero : Math.signum(number);
    }

    private static float at(Span span, int index) {
        return span.array()[span.from() + index];
    }

    private static void put(Span span, int index, float value) {
        span.array()[span.from() + index] = value;
    }
}
