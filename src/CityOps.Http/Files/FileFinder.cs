using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Cases;

namespace CityOps.Http.Files;

/// <summary>How much of a file someone may see.</summary>
internal enum FileSight
{
    /// <summary>It does not exist for them.</summary>
    Nothing,

    /// <summary>Thumbnails: the picture without what the camera noted in it.</summary>
    Picture,

    /// <summary>The bytes as they came.</summary>
    Original,
}

/// <summary>
/// Finds out who may see which file: who uploaded it, and who may see a case that names it. An original tells by what the camera noted
/// (place, time, owner, device) who took it, and so goes to those alone who are told that in every case. Thread-safe.
/// </summary>
internal sealed class FileFinder(IFiles files, ICaseGateway cases)
{
    /// <summary>The file of a path, and how much of it the caller may see.</summary>
    public async Task<(StoredFile? File, FileSight Sight)> FindAsync(string sha256, Caller caller, CancellationToken cancel)
    {
        if (!FileHash.TryParse(sha256, out var hash) || files.Find(hash) is not { } file)
        {
            return (null, FileSight.Nothing);
        }

        var sight = await files.IsUploadedByAsync(hash, caller.Party, cancel)
            ? FileSight.Original
            : await ThroughCasesAsync(hash, caller, cancel);
        return (caller.Met(sight != FileSight.Nothing) ? file : null, sight);
    }

    /// <summary>
    /// Whoever sees one case that names the file sees the picture. The original is for those who are told of the people of all cases that
    /// name it, also where they do not see the case: who names another's photo in a report of their own learns nothing by it.
    /// </summary>
    private async Task<FileSight> ThroughCasesAsync(FileHash hash, Caller caller, CancellationToken cancel)
    {
        var ids = await files.CasesOfAsync(hash, cancel);
        var (isSeen, isTold) = (false, ids.Count < IFiles.MostCases);
        foreach (var id in ids)
        {
            var state = CaseId.TryParse(id, out var known)
                && await cases.GetAsync(known, caller.Actor, cancel) is Answer<CaseView>.Done { View.State: var found } ? found : null;
            isSeen |= state is not null && caller.Scope.Sees(state);
            isTold &= state is not null && CaseSight.Of(caller.Actor, state) is { Collectors: true } people
                && people.Tells(state.File.ReportedBy);
        }

        return !isSeen ? FileSight.Nothing : isTold ? FileSight.Original : FileSight.Picture;
    }
}
