using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Pawl.Running.Processes;

/// <summary>Reads a task's output on a thread of its own and holds a few lines; a reader that doesn't keep up slows the task down.</summary>
internal sealed class TaskOutput : IAsyncDisposable
{
    private const int LinesHeld = 256;
    private const int ThreadStack = 256 * 1024;
    private const int BufferSize = 64 * 1024;

    private readonly SafeFileHandle _output;
    private readonly SafeFileHandle _guard;
    private readonly Channel<TaskLine> _lines = Channel.CreateUnbounded<TaskLine>(new() { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _room = new(LinesHeld);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>Begins to read.</summary>
    /// <param name="output">The pipe; this owns it.</param>
    /// <param name="guard">A socket that hangs up when the guard ends: then nothing more comes, whoever may still hold the pipe.</param>
    internal TaskOutput(SafeFileHandle output, SafeFileHandle guard)
    {
        _output = output;
        _guard = guard;
        _ = Libc.Control((int)output.DangerousGetHandle(), Libc.SetStatusFlags, Libc.NonBlocking);
        new Thread(Read, ThreadStack) { IsBackground = true, Name = "pawl task output" }.Start();
    }

    /// <summary>The lines, for one reader.</summary>
    internal async IAsyncEnumerable<TaskLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            _room.Release();
            yield return line;
        }
    }

    /// <summary>Reads no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _finished.Task.ConfigureAwait(false);
        _output.Dispose();
        _closing.Dispose();
    }

    private void Read()
    {
        var splitter = new LineSplitter(Deliver);
        try
        {
            while (Wait() is var guardLives)
            {
                if (!ReadAvailable(splitter) || !guardLives)
                    break;
            }

            splitter.Finish();
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed: nobody wants the rest.
        }
        finally
        {
            _lines.Writer.Complete();
            _finished.SetResult();
        }
    }

    /// <summary>Waits for output, or for the end of the guard; false once it has ended.</summary>
    private unsafe bool Wait()
    {
        var entries = stackalloc Libc.PollEntry[2];
        entries[0] = new Libc.PollEntry { Descriptor = (int)_output.DangerousGetHandle(), Wanted = Libc.PollIn };
        entries[1] = new Libc.PollEntry { Descriptor = (int)_guard.DangerousGetHandle() };
        _ = Libc.Poll(entries, 2, -1);
        return entries[1].Happened == 0;
    }

    /// <summary>Reads what is there; false at the end of the pipe.</summary>
    private unsafe bool ReadAvailable(LineSplitter splitter)
    {
        while (true)
        {
            int count;
            fixed (byte* first = _buffer)
                count = NativeBytes.Read((int)_output.DangerousGetHandle(), first, _buffer.Length);
            if (count <= 0)
                return count < 0;
            splitter.Push(_buffer.AsSpan(0, count));
        }
    }

    private void Deliver(TaskLine line)
    {
        _room.Wait(_closing.Token);
        _lines.Writer.TryWrite(line);
    }
}
