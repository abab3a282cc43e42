package dev.orthant.experiments.pruning;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes images, no pixel by more than λ of 255 levels, so that a classifier errs.
sealed interface Attack {
    /// What reports call it.
    String name();

    /// How many gradients it averages at each step; 0 if it takes none.
    int gradientPasses();

    /// The images of each λ.
    ///
    /// @param inputs  `[batch, …]`
    /// @param labels  the true classes
    /// @param lambdas largest changes of a pixel, of 255 levels
    /// @return in the shape of the inputs, one for each λ
    List<Tensor> perturb(
            Victim victim, PixelBox box, Tensor inputs, int[] labels, List<Double> lambdas, Streams streams);

    /// Steps along the sign of the loss's gradient at the true class, mean over random passes of the victim.
    ///
    ///     x ← clip(x + share · λ · sign(mean of ∇ₓ loss))        clip: at most λ from the image, and a valid image
    ///
    /// One step of share 1 is the fast gradient sign method (Goodfellow, Shlens and Szegedy 2015); n of share 1/n are its
    /// iterated form (Kurakin, Goodfellow and Bengio 2017); longer ones from a random beginning are projected gradient ascent
    /// (Madry, Makelov, Schmidt, Tsipras and Vladu 2018). The mean over passes is the expectation over transformations of
    /// Athalye, Carlini and Wagner 2018.
    ///
    /// @param name           of the method
    /// @param steps          at least 1
    /// @param share          of λ in a step
    /// @param randomStart    whether to begin at a uniform place at most λ away
    /// @param gradientPasses averaged for each step, at least 1
    record GradientSigns(String name, int steps, double share, boolean randomStart, int gradientPasses)
            implements Attack {
        /// How much further than in a straight line projected ascent could go.
        private static final double DETOUR = 2.5;

        static Attack fast(int gradientPasses) {
            return new GradientSigns("FGSM", 1, 1, false, gradientPasses);
        }

        static Attack iterated(int steps, int gradientPasses) {
            return new GradientSigns("iterated FGSM", steps, 1.0 / steps, false, gradientPasses);
        }

        static Attack projected(int steps, int gradientPasses) {
            return new GradientSigns("PGD", steps, DETOUR / steps, true, gradientPasses);
        }

        @Override
        public List<Tensor> perturb(
                Victim victim, PixelBox box, Tensor inputs, int[] labels, List<Double> lambdas, Streams streams) {
            Streams ascent = streams.named("gradients");
            // Without a random beginning the first gradient is that of the images themselves, whatever λ.
            Optional<Tensor> first = randomStart
                    ? Optional.empty()
                    : Optional.of(victim.inputGradient(inputs, labels, gradientPasses, ascent.indexed(0)));
            List<Tensor> all = new ArrayList<>();
            for (int index = 0; index < lambdas.size(); index++) {
                double radius = box.units(lambdas.get(index));
                Tensor images = randomStart
                        ? start(box, inputs, radius, streams.named("start").indexed(index))
                        : inputs;
                for (int step = 0; step < steps; step++) {
                    Tensor gradient = step == 0 && first.isPresent()
                            ? first.get()
                            : victim.inputGradient(images, labels, gradientPasses, ascent.indexed(step));
                    images = box.moved(images, gradient, share * radius, inputs, radius);
                }
                all.add(images);
            }
            return all;
        }

        private static Tensor start(PixelBox box, Tensor inputs, double radius, Streams streams) {
            Tensor images = streams.uniform(inputs.shape());
            Span to = images.span();
            Span from = inputs.span();
            for (int i = 0; i < to.length(); i++) {
                double place = from.array()[from.from() + i] + radius * (2 * to.array()[to.from() + i] - 1);
                to.array()[to.from() + i] = (float) Math.clamp(place, box.lowest(), box.highest());
            }
            return images;
        }
    }

    /// Random signs: what a change of this size does that knows nothing of the network.
    record RandomSigns() implements Attack {
        @Override
        public String name() {
            return "random signs";
        }

        @Override
        public int gradientPasses() {
            return 0;
        }

        @Override
        public List<Tensor> perturb(
                Victim victim, PixelBox box, Tensor inputs, int[] labels, List<Double> lambdas, Streams streams) {
            Shape shape = inputs.shape();
            Tensor direction = streams.gaussian(shape);
            return lambdas.stream()
                    .map(lambda -> box.moved(inputs, direction, box.units(lambda), inputs, box.units(lambda)))
                    .toList();
        }
    }
}
