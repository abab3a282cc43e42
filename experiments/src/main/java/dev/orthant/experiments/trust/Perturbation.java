package dev.orthant.experiments.trust;

import dev.orthant.layers.Network;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// A direction in which every layer moves by the same fraction η of its own Frobenius norm, and what that does to the output.
///
///     W_l(η) = W_l + η ‖W_l‖_F D_l / ‖D_l‖_F
///
/// @param network left as it is
/// @param unit    ‖W_l‖_F D_l / ‖D_l‖_F, in the form of the weights
record Perturbation(Network network, Weights unit) {
    /// In the direction of some weights; layers where it is 0 do not move.
    static Perturbation along(Network network, Weights direction) {
        Weights unit = direction.copy();
        for (Weight weight : unit.all()) {
            double norm = norm(weight.tensor());
            double own = norm(network.weights().get(weight.name()));
            Span span = weight.tensor().span();
            for (int i = span.from(); i < span.from() + span.length(); i++) {
                span.array()[i] = norm == 0 ? 0 : (float) (span.array()[i] * own / norm);
            }
        }
        return new Perturbation(network, unit);
    }

    /// In a random direction.
    static Perturbation random(Network network, Streams streams) {
        int[] index = {0};
        return along(
                network,
                network.weights().map(tensor -> streams.indexed(index[0]++).gaussian(tensor.shape())));
    }

    /// The network after a move of η.
    Network moved(double eta) {
        Weights weights = network.weights().plus(unit.times((float) eta));
        return new Network(network.layer(), network.input(), weights);
    }

    /// Mean over the inputs of ‖f_η(x) − f(x)‖ / ‖f(x)‖.
    ///
    /// @param before f at the inputs, `[inputs, outputs]`
    static double change(Tensor before, Tensor after) {
        MatrixView f = before.matrix();
        MatrixView g = after.matrix();
        double sum = 0;
        for (int row = 0; row < f.rows(); row++) {
            sum += rowDistance(f, g, row) / rowNorm(f, row);
        }
        return sum / f.rows();
    }

    static double rowDistance(MatrixView f, MatrixView g, int row) {
        double squares = 0;
        int from = f.row(row).from();
        int other = g.row(row).from();
        for (int i = 0; i < f.columns(); i++) {
            double difference = (double) g.array()[other + i] - f.array()[from + i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    static double rowNorm(MatrixView f, int row) {
        double squares = 0;
        int from = f.row(row).from();
        for (int i = from; i < from + f.columns(); i++) {
            squares += (double) f.array()[i] * f.array()[i];
        }
        return Math.sqrt(squares);
    }

    static double norm(Tensor tensor) {
        Span span = tensor.span();
        double squares = 0;
        for (int i = span.from(); i < span.from() + span.length(); i++) {
            squares += (double) span.array()[i] * span.array()[i];
        }
        return Math.sqrt(squares);
    }

    /// (1 + η)^L − 1: what deep relative trust takes the relative change of the output to be, up to a constant.
    static double trust(double eta, int layers) {
        return Math.pow(1 + eta, layers) - 1;
    }
}
