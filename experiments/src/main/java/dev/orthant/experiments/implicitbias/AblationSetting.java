package dev.orthant.experiments.implicitbias;

import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What all variants of the ablation share.
///
/// @param parameters of the run
/// @param rates      learning rate of the rules other than Nero, one for each label scale
record AblationSetting(LabelRayAblation.Parameters parameters, Map<StepRule, List<Double>> rates) {
    int depth() {
        return parameters.depth();
    }

    int networks() {
        return parameters.networks();
    }

    int posteriorSamples() {
        return parameters.posteriorSamples();
    }

    /// How a rule trains at a label scale.
    HeldTraining training(StepRule rule, double labelScale) {
        List<Double> perScale = rates.get(rule);
        double rate = perScale == null
                ? parameters.learningRate()
                : perScale.get(parameters.labelScales().indexOf(labelScale));
        return training(parameters, rule, rate);
    }

    private static HeldTraining training(LabelRayAblation.Parameters parameters, StepRule rule, double rate) {
        return new HeldTraining(rule.of(rate, parameters.beta()), parameters.epochs(), parameters.decay());
    }

    /// Nero keeps the paper's learning rate. For each of the others the rate of the grid that comes nearest to the targets
    /// is taken, on training examples of a data set that serves for nothing else: no test example is looked at.
    static AblationSetting choose(LabelRayAblation.Parameters parameters, Problem pilot, Streams streams) {
        Map<StepRule, List<Double>> rates = new EnumMap<>(StepRule.class);
        int grid = parameters.learningRates().size();
        for (StepRule rule : List.of(StepRule.SGD, StepRule.ADAM, StepRule.FROMAGE)) {
            List<Double> residuals = Parallel.map(parameters.labelScales().size() * grid, index -> {
                double labelScale = parameters.labelScales().get(index / grid);
                double rate = parameters.learningRates().get(index % grid);
                var network =
                        HeldTraining.start(parameters.depth(), parameters.width(), Held.MEAN_AND_NORM, pilot, streams);
                training(parameters, rule, rate).train(network, Held.MEAN_AND_NORM, pilot, labelScale, streams);
                return AblationOutcome.of(
                                network.predict(pilot.trainInputs()),
                                network.predict(pilot.testInputs()),
                                pilot,
                                labelScale)
                        .relativeResidual();
            });
            List<Double> best = new ArrayList<>();
            for (int scale = 0; scale < parameters.labelScales().size(); scale++) {
                int least = scale * grid;
                for (int index = least; index < (scale + 1) * grid; index++) {
                    least = residuals.get(index) < residuals.get(least) ? index : least;
                }
                best.add(parameters.learningRates().get(least % grid));
            }
            rates.put(rule, best);
        }
        return new AblationSetting(parameters, rates);
    }
}
