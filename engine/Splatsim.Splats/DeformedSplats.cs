using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>
/// Where the moved splats of a cloud are: mean, covariance and the rotation that their view direction is turned back by,
/// for all splats or for a listed subset. Opacity and harmonics stay those of the cloud.
/// </summary>
/// <remarks>
/// With a deformation gradient F = Rp U: covariance = F Sigma0 F^T and rotation = Rp; the harmonics are evaluated at
/// Rp^T d, so that a rigidly turned object keeps its look. PhysGaussian (Xie et al. 2024), section 3.4.
/// </remarks>
public sealed class DeformedSplats
{
    private readonly AlignedArray<float>[] means;
    private readonly AlignedArray<float>[] covariance;
    private readonly AlignedArray<float>[] rotation;

    /// <summary>Allocates the state of every splat of a cloud, at rotation identity and covariance 0.</summary>
    /// <param name="count">Number of moved splats.</param>
    public DeformedSplats(int count)
        : this(count, null)
    {
    }

    /// <summary>Allocates the state of some splats, at rotation identity and covariance 0.</summary>
    /// <param name="indices">The splats of the cloud that move, ascending, without repeats; kept, not copied.</param>
    /// <exception cref="ArgumentException">The indices do not ascend.</exception>
    public DeformedSplats(int[] indices)
        : this(indices.Length, indices)
    {
        for (int row = 0; row < indices.Length; row++)
        {
            int previous = row == 0 ? -1 : indices[row - 1];
            if (indices[row] <= previous)
            {
                throw new ArgumentException(
                    $"indices must ascend from 0: index {indices[row]} at row {row} follows {previous}", nameof(indices));
            }
        }
    }

    private DeformedSplats(int count, int[]? indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        Indices = indices;
        means = Allocate(3, count);
        covariance = Allocate(6, count);
        rotation = Allocate(9, count);
        rotation[0].Span.Fill(1f);
        rotation[4].Span.Fill(1f);
        rotation[8].Span.Fill(1f);
    }

    /// <summary>Number of moved splats: the rows of every column here.</summary>
    public int Count { get; }

    /// <summary>The splat of the cloud that each row belongs to, ascending, shape [Count]; null when row i is splat i.</summary>
    public int[]? Indices { get; }

    /// <summary>Moved mean, x [scene units], shape [Count].</summary>
    public AlignedArray<float> X => means[0];

    /// <summary>Moved mean, y [scene units], shape [Count].</summary>
    public AlignedArray<float> Y => means[1];

    /// <summary>Moved mean, z [scene units], shape [Count].</summary>
    public AlignedArray<float> Z => means[2];

    /// <summary>Six covariance columns xx, xy, xz, yy, yz, zz [scene units squared], each of shape [Count].</summary>
    public IReadOnlyList<AlignedArray<float>> Covariance => covariance;

    /// <summary>Nine columns of the rotation, row-major, each of shape [Count]: directions are turned by its transpose.</summary>
    public IReadOnlyList<AlignedArray<float>> Rotation => rotation;

    /// <summary>Whether a row is hidden: not drawn and not written.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    public bool IsHidden(int row) => float.IsNaN(X[row]);

    /// <summary>Hides a row until its mean is set again: it is then nowhere, and renderers pass over it.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    public void Hide(int row) => X[row] = Y[row] = Z[row] = float.NaN;

    /// <summary>Copies all rows to the first ones of others.</summary>
    /// <param name="target">At least as many.</param>
    public void CopyTo(DeformedSplats target)
    {
        for (int i = 0; i < means.Length; i++) means[i].Span.CopyTo(target.means[i].Span);
        for (int i = 0; i < covariance.Length; i++) covariance[i].Span.CopyTo(target.covariance[i].Span);
        for (int i = 0; i < rotation.Length; i++) rotation[i].Span.CopyTo(target.rotation[i].Span);
    }

    /// <summary>Sets one row.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    /// <param name="mean">Moved mean [scene units].</param>
    /// <param name="sigma">Moved covariance [scene units squared].</param>
    /// <param name="turn">Rotation of the harmonics.</param>
    public void Set(
        int row, in Vector3<Real64> mean, in SymmetricMatrix3x3<Real64> sigma, in Matrix3x3<Real64> turn)
    {
        X[row] = (float)mean.X.Value;
        Y[row] = (float)mean.Y.Value;
        Z[row] = (float)mean.Z.Value;
        covariance[0][row] = (float)sigma.XX.Value;
        covariance[1][row] = (float)sigma.XY.Value;
        covariance[2][row] = (float)sigma.XZ.Value;
        covariance[3][row] = (float)sigma.YY.Value;
        covariance[4][row] = (float)sigma.YZ.Value;
        covariance[5][row] = (float)sigma.ZZ.Value;
        rotation[0][row] = (float)turn.M00.Value;
        rotation[1][row] = (float)turn.M01.Value;
        rotation[2][row] = (float)turn.M02.Value;
        rotation[3][row] = (float)turn.M10.Value;
        rotation[4][row] = (float)turn.M11.Value;
        rotation[5][row] = (float)turn.M12.Value;
        rotation[6][row] = (float)turn.M20.Value;
        rotation[7][row] = (float)turn.M21.Value;
        rotation[8][row] = (float)turn.M22.Value;
    }

    private static AlignedArray<float>[] Allocate(int columns, int count)
    {
        AlignedArray<float>[] result = new AlignedArray<float>[columns];
        for (int column = 0; column < columns; column++) result[column] = new AlignedArray<float>(count);
        return result;
    }
}
