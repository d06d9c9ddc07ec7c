using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A plastic flow without memory and rate: which logarithmic strain a trial state returns to. It goes with any elastic
/// energy in <see cref="Combined{TElastic, TFlow}"/>; coefficients 0 and 1 are always mu and lambda.
/// </summary>
public interface IPlasticFlow
{
    /// <summary>Last part of the law's name, as "von-mises".</summary>
    static abstract string Name { get; }

    /// <summary>What it does, to end a sentence with.</summary>
    static abstract string Summary { get; }

    /// <summary>Parameters after Young's modulus and Poisson's ratio.</summary>
    static abstract IReadOnlyList<LawParameter> Parameters { get; }

    /// <summary>Fills in coefficients from 2 on.</summary>
    /// <param name="user">User values; the flow's own start at 2.</param>
    /// <param name="prepared">Coefficients; mu and lambda are there already.</param>
    static abstract void Prepare<T>(in LawParameters<T> user, ref LawParameters<T> prepared)
        where T : unmanaged, IReal<T>;

    /// <summary>The return map. A projection: what it returned it returns again.</summary>
    /// <param name="mean">Mean of the trial log strain.</param>
    /// <param name="norm">2-norm of its deviator.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="returnedMean">Mean of the returned strain.</param>
    /// <param name="keep">What the deviator is multiplied with; exactly 1 where the step is elastic.</param>
    static abstract void Return<T>(T mean, T norm, in LawParameters<T> prepared, out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>;

    /// <summary>P-wave modulus [Pa] of what an elastic energy keeps under this flow.</summary>
    static abstract double WaveModulus(in LawParameters<Real64> user);
}
