package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// A power, φ(z) = zᵏ.
///
///     T = Σ_j j! C(k, j)² ((k − j − 1)!!)² (q r)^((k − j)/2) cʲ      over j ≤ k with k − j even
///     D = k² T of the power k − 1
///
/// j of the k factors on either side are paired across (Isserlis' theorem), the others among themselves.
///
/// ```java
/// Monomial square = new Monomial(2);
/// square.mean(1);                     // → 1.0
/// // E z⁴ = 3
/// square.variance(1);                 // → 3.0
/// // 1 + 2c²
/// square.covariance(0.5, 1, 1);       // → 1.5
/// ```
///
/// @param degree k, at least 1
/// @since 0.1.0
public record Monomial(int degree) implements Activation {
    /// Checks the degree.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public Monomial {
        if (degree < 1) {
            throw new IllegalArgumentException("monomial: degree is " + degree + "; at least 1 is required");
        }
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Power(degree), input);
    }

    @Override
    public double activation(double z) {
        return Math.pow(z, degree);
    }

    @Override
    public double mean(double q) {
        return degree % 2 == 1 ? 0 : oddFactorial(degree - 1) * Math.pow(q, degree / 2.0);
    }

    @Override
    public double covariance(double c, double q, double r) {
        return pairings(degree, c, q * r);
    }

    @Override
    public double slope(double c, double q, double r) {
        return degree * degree * pairings(degree - 1, c, q * r);
    }

    private static double pairings(int degree, double c, double product) {
        double sum = 0;
        double power = degree % 2 == 0 ? 1 : c;
        for (int across = degree % 2; across <= degree; across += 2) {
            double within = oddFactorial(degree - across - 1);
            double choose = 1;
            double factorial = 1;
            for (int i = 1; i <= across; i++) {
                choose = choose * (degree - across + i) / i;
                factorial *= i;
            }
            sum += factorial * choose * choose * within * within * Math.pow(product, (degree - across) / 2.0) * power;
            power *= c * c;
        }
        return sum;
    }

    /// n!! = n (n − 2) (n − 4) … for odd n; 1 for n = −1.
    private static double oddFactorial(int n) {
        double product = 1;
        for (int factor = n; factor > 1; factor -= 2) {
            product *= factor;
        }
        return product;
    }
}
