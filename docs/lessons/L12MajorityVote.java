import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.MajorityVote;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// Lesson 12. Many workers, one set of weights. Each sends one bit per weight, the sign of its gradient; the majority
/// decides. A few that vote the wrong way, on purpose or not, are outvoted.
final class L12MajorityVote {
    private static final int WORKERS = 9;
    private static final float RATE = 0.02f;

    public static void main(String[] arguments) {
        // All want w = (1, −2, 3): the gradient of ½‖w − target‖² is w − target, and each worker sees it through noise.
        float[] target = {1, -2, 3};
        Streams coins = Streams.ofSeed(12).named("coins");
        for (int liars : new int[] {0, 2, 5}) {
            float[] w = new float[3];
            for (int step = 0; step < 300; step++) {
                List<SignBits> votes = new ArrayList<>();
                for (int worker = 0; worker < WORKERS; worker++) {
                    Tensor noise = Streams.ofSeed(worker).indexed(step).gaussian(Shape.of(3));
                    float[] gradient = new float[3];
                    for (int i = 0; i < 3; i++) {
                        gradient[i] = w[i] - target[i] + 0.5f * noise.at(i);
                    }
                    SignBits vote = SignBits.of(Tensor.of(Shape.of(3), gradient).span(), SignOfZero.ZERO, coins);
                    votes.add(worker < liars ? vote.negated() : vote);
                }
                SignBits verdict =
                        MajorityVote.of(votes, SignOfZero.ZERO, coins).signs();
                for (int i = 0; i < 3; i++) {
                    w[i] -= RATE * verdict.sign(i);
                }
            }
            double distance = Math.sqrt(Math.pow(w[0] - 1, 2) + Math.pow(w[1] + 2, 2) + Math.pow(w[2] - 3, 2));
            System.out.println(liars + " of " + WORKERS + " lie: " + (distance < 0.2 ? "arrived" : "lost"));
        }
    }
}
