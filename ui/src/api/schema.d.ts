// Written by `npm run client` from the OpenAPI document; change the Python documents, not this file.
// sha256 e0e5ba819ae1b08b08d10e6f2f513e3ad4f310d5732eb05af3f82700c06545bc

export interface paths {
    "/api/v1/browse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browse
         * @description Folders and possible files of models or datasets in a folder; without `path` the home folder of the server's user.
         */
        get: operations["browse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Stored
         * @description Compare what was measured before; a sweep or tuning stands for its best point, a model for its best benchmark.
         */
        get: operations["compare_stored"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Datasets
         * @description All datasets, newest first, and the formats that an import can be told.
         */
        get: operations["list_datasets"];
        put?: never;
        /**
         * Import Dataset
         * @description Import or make a dataset, as a run; when it has succeeded, its `dataset` is the id.
         */
        post: operations["import_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Dataset
         * @description One dataset, by id, unique beginning of an id, or name.
         */
        get: operations["read_dataset"];
        put?: never;
        post?: never;
        /**
         * Remove Dataset
         * @description Forget a dataset. Pictures in a folder of the server stay; those in the workspace are deleted.
         */
        delete: operations["remove_dataset"];
        options?: never;
        head?: never;
        /**
         * Change Dataset
         * @description Give a dataset another name, or its classes names.
         */
        patch: operations["change_dataset"];
        trace?: never;
    };
    "/api/v1/datasets/{id}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dataset Samples
         * @description The pictures with their labels, in the order of the labels.
         */
        get: operations["list_dataset_samples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/samples/{position}/mask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Mask
         * @description The mask of a picture as a PNG in the colours of Pascal VOC; background is transparent.
         */
        get: operations["read_mask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/samples/{position}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Picture
         * @description A picture in full: the file itself where browsers show it, else a PNG of it.
         */
        get: operations["read_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/samples/{position}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Thumbnail
         * @description A small JPEG of a picture, upright, at most `side` pixels wide and high.
         */
        get: operations["read_thumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Devices
         * @description All devices, remembered from the last look; `refresh` looks again.
         */
        get: operations["list_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Events
         * @description Events `hello` (first), `run` (a run changed), `measuring` (the page should go quiet, or need not any more) and `changed`.
         *
         *     `changed` names a list to read again: runs went away, or models or datasets were added, renamed or removed.
         *
         *     A client that was connected before says the last id it saw, and is sent the newest runs again.
         */
        get: operations["follow_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/machine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Machine
         * @description The last report on this machine; null when nobody looked yet.
         */
        get: operations["read_machine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description All models, newest first, with the best figures reached so far.
         */
        get: operations["list_models"];
        put?: never;
        /**
         * Import Model
         * @description Import a model; conversion is a run of its own, unless the same bytes and options were imported before.
         */
        post: operations["import_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Model
         * @description One model, by id, unique beginning of an id, or name.
         */
        get: operations["read_model"];
        put?: never;
        post?: never;
        /**
         * Remove Model
         * @description Forget a model with its finished runs and the files that no other model uses.
         */
        delete: operations["remove_model"];
        options?: never;
        head?: never;
        /**
         * Rename Model
         * @description Give a model another name.
         */
        patch: operations["rename_model"];
        trace?: never;
    };
    "/api/v1/models/{id}/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Advice
         * @description Findings with their figures, and trials: post the `subjects` of one to `/runs/compare` to try it.
         */
        get: operations["read_advice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/against-parent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Against Parent
         * @description A version beside its parent: accuracy, size, speed, numbers; `missing` says what has not been measured yet.
         */
        get: operations["read_against_parent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/analysis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Analyse Model
         * @description What a model costs in theory; a model with more than the batch open needs its shapes.
         */
        get: operations["analyse_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Explanation
         * @description The newest answer for a version, or one from stored profiles of both in one configuration; status 404: neither.
         */
        get: operations["read_explanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Model File
         * @description One file of a model, as a download; `files` of the model lists the names.
         */
        get: operations["download_model_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read History
         * @description All benchmarks of a model as series over time, with the steps in them; also of a model that is only elsewhere.
         */
        get: operations["read_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/overlay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Overlay
         * @description Colours by layer type, or by time or precision as the profile `run` measured them.
         */
        get: operations["read_overlay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/reading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Configure Model
         * @description Store with a model what its outputs mean and how pictures go in; what is left out stays.
         */
        put: operations["configure_model"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description A model and all that was made from it, with how it was made in words.
         */
        get: operations["list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Plans
         * @description Efforts with their budgets, goals and blocks, and the defaults.
         */
        get: operations["list_plans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description Runs, newest first unless asked otherwise; the points of a search are among them only when asked for.
         */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Accuracy
         * @description Queue a measurement of accuracy.
         */
        post: operations["start_accuracy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/benchmark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Benchmark
         * @description Queue a benchmark.
         */
        post: operations["start_benchmark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Compare
         * @description Queue a side-by-side measurement.
         */
        post: operations["start_compare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Explain
         * @description Queue a measurement of both, layer by layer in turns.
         */
        post: operations["start_explain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Runs
         * @description Runs with their results as one file, to import them into another workspace.
         */
        get: operations["export_runs"];
        put?: never;
        /**
         * Export Many Runs
         * @description The same of more runs than an address has room for.
         */
        post: operations["export_many_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Runs
         * @description Take in the runs of an uploaded file, all or none; what is here already is skipped.
         */
        post: operations["import_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/machine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Examine Machine
         * @description Queue a look at the machine.
         */
        post: operations["examine_machine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Profile
         * @description Queue a profile.
         */
        post: operations["start_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/quantize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Quantize
         * @description Queue a quantization; `GET /runs/{id}/quantize/attempts` shows what was tried while it runs.
         */
        post: operations["start_quantize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/quantize/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate Quantize
         * @description What a quantization would use of its pictures and how sure that can make it; status 422 with all that is wrong.
         */
        post: operations["estimate_quantize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Runs
         * @description Runs as they are now, without their results, newest first; what is gone is left out.
         */
        post: operations["read_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove Runs
         * @description Forget several finished runs, all or none.
         */
        post: operations["remove_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/rivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Rivals
         * @description Queue a measurement of reduced precisions.
         */
        post: operations["start_rivals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/sweep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Sweep
         * @description Queue a sweep.
         */
        post: operations["start_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/sweep/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate Sweep
         * @description How many points, compiled models and seconds a sweep would be.
         */
        post: operations["estimate_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags
         * @description What runs can be filtered by: tags, devices and hosts, with how many runs have them.
         */
        get: operations["list_tags"];
        put?: never;
        /**
         * Retag Runs
         * @description Add tags to several runs and take others off; the tags that nobody names stay what they are meanwhile.
         */
        post: operations["retag_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Try
         * @description Show a picture to one model, or to two.
         */
        post: operations["start_try"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/tune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Tune
         * @description Queue a search for the best; `GET /runs/{id}/points` shows its points while it runs.
         */
        post: operations["start_tune"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/tune/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate Tune
         * @description What a search would look at, and for how long.
         */
        post: operations["estimate_tune"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Run
         * @description One run, by id or unique beginning of one.
         */
        get: operations["read_run"];
        put?: never;
        post?: never;
        /**
         * Remove Run
         * @description Forget a finished run.
         */
        delete: operations["remove_run"];
        options?: never;
        head?: never;
        /**
         * Annotate Run
         * @description Write tags and a note beside a run, in place of those before.
         */
        patch: operations["annotate_run"];
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Accuracy
         * @description The result of a measurement of accuracy; status 409 with the run's own error when there is none.
         */
        get: operations["read_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Accuracy Csv
         * @description The pictures of a run as a table to download: file, truth, given, scores, right or wrong; with `against` of both runs.
         */
        get: operations["download_accuracy_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Accuracy Report
         * @description A report of a run to download: one HTML file that needs nothing else; with `against` also what changed.
         */
        get: operations["download_accuracy_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy/against/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Accuracy
         * @description What changed against another run, the reference, on the pictures that both have seen.
         */
        get: operations["compare_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Accuracy Samples
         * @description What the model said of each picture, beside what it shows; the worst first.
         *
         *     `label` and `given` are numbers as `confusion` has them; together they mean what was taken for what. `label` with
         *     `outcome=missed` are pictures where an object of that class was not found, `given` with `outcome=extra` those where one was
         *     found that is not there.
         */
        get: operations["list_accuracy_samples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy/samples/{position}/mask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Predicted Mask
         * @description What the model outlined in a picture, as a PNG of its size in the colours of Pascal VOC; background is transparent.
         */
        get: operations["read_predicted_mask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/accuracy/thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Thresholds
         * @description What a detector finds at each confidence threshold, and the threshold with the best F1.
         */
        get: operations["read_thresholds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/benchmark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Benchmark
         * @description The result of a benchmark; status 409 with the run's own error when there is none.
         */
        get: operations["read_benchmark"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Run
         * @description Stop a run; a run that waits leaves the queue.
         */
        post: operations["cancel_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Compare
         * @description The result of a side-by-side measurement; status 409 with the run's own error when there is none.
         */
        get: operations["read_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/continue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Continue Search
         * @description Queue what is left of a sweep, or of a search for the best, that was stopped.
         */
        post: operations["continue_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Explain
         * @description The answer of a measurement; status 409 with the run's own error when there is none.
         */
        get: operations["read_explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Run File
         * @description One file that a run left, such as `runtime.xml`, as a download.
         */
        get: operations["download_run_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Log
         * @description What the run's worker and the native libraries in it printed, from character `from` on.
         */
        get: operations["read_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/machine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Look
         * @description What one look at the machine found; status 409 with the run's own error when there is nothing.
         */
        get: operations["read_look"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Points
         * @description How a sweep or a tuning stands: its points so far, the front, the best.
         *
         *     `limit_ms` is another latency limit than the search's own; `from` (the `next` of an earlier answer) leaves out the points
         *     that are known already.
         */
        get: operations["read_points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Profile
         * @description The result of a profile; status 409 with the run's own error when there is none.
         */
        get: operations["read_profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/quantize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Quantize
         * @description What a quantization came to; status 409 with the run's own error when there is no answer.
         */
        get: operations["read_quantize"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/quantize/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Attempts
         * @description What a quantization has tried so far, also while it runs or after it was ended.
         */
        get: operations["list_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/rivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Rivals
         * @description The table: each precision with its drop and its speed; status 409 with the run's own error when there is none.
         */
        get: operations["read_rivals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/sweep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Sweep
         * @description The result of a sweep with the benchmark of every point.
         */
        get: operations["read_sweep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Try
         * @description What the models said; status 409 with the run's own error when there is no such result.
         */
        get: operations["read_try"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/try/mask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Tried Mask
         * @description The masks that a model found, as a PNG to lie over the picture: coloured by class, transparent elsewhere.
         */
        get: operations["read_tried_mask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/try/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Tried Picture
         * @description The picture, as browsers show it.
         */
        get: operations["read_tried_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/try/saliency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Saliency
         * @description What a model looks at, as a PNG to lie over the picture: the brighter and the less transparent, the more it counts.
         */
        get: operations["read_saliency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Tune
         * @description What a search found; status 409 with the run's own error when there is no answer.
         */
        get: operations["read_tune"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Samples
         * @description Sample models that come with dlwb.
         */
        get: operations["list_samples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Settings
         * @description The settings that are in force, and where each comes from.
         */
        get: operations["read_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Status
         * @description What the server is doing right now.
         */
        get: operations["read_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Upload
         * @description Begin an upload.
         */
        post: operations["open_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Drop Upload
         * @description Give up an upload; what was sent is deleted.
         */
        delete: operations["drop_upload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}/{filename}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload File
         * @description Send one file as the raw body; a relative path keeps folders (`saved_model/variables/…`).
         */
        put: operations["upload_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccuracyComparisonDocument
         * @description Two accuracy runs on the same pictures, the first being the reference (METHODS §5).
         *
         *     Differences are second minus first, with 95 % intervals; `flips` come with the largest loss first. `verdict` says it in a
         *     sentence, `words` of each metric whether the second is better.
         */
        AccuracyComparisonDocument: {
            /** Caveats */
            caveats: string[];
            /** First */
            first: string;
            result: components["schemas"]["PairedAccuracy"];
            sample_kind: components["schemas"]["SampleKind"];
            /** Second */
            second: string;
            /** Verdict */
            verdict: string;
            /** Words */
            words: {
                [key: string]: components["schemas"]["ChangeWord"];
            };
        };
        /**
         * AccuracyDocument
         * @description How right a model is on a dataset (METHODS §5). Metrics are fractions 0..1 (`nmse` has no upper end).
         *
         *     `sample_kind` says what was shown: pictures, or recorded inputs, of which "pictures" here speaks too.
         *     `verdict` says it in a sentence. The first metric is the most telling; `per_class` and `confusion` have numbers of classes,
         *     and `label_names` their names by that number (of masks, 0 is the background); `classes` are those of the dataset. In the
         *     confusion of objects, `truth` null is what was found where nothing had to be, `given` null what was not found. A `preview`
         *     only shows how the model is read, on a few pictures: it has no metrics. `per_output` is there when outputs were compared with
         *     another model's. `adapter` says what the outputs mean (None: they
         *     were only compared with the parent's), `preprocessing` how pictures went in, `reasons` how both were found, `tried` what
         *     else was thought of. `per_sample` is the file of the run with what the model said of each picture. `caveats` have to be
         *     said with every figure.
         */
        AccuracyDocument: {
            /** Adapter */
            adapter: components["schemas"]["Classification"] | components["schemas"]["SsdDetections"] | components["schemas"]["YoloGrids"] | components["schemas"]["YoloRows"] | components["schemas"]["Yolox"] | components["schemas"]["BoxesAndScores"] | components["schemas"]["FinalBoxes"] | components["schemas"]["Segmentation"] | null;
            /** Broken */
            broken: components["schemas"]["BrokenPicture"][];
            /** Caveats */
            caveats: string[];
            /** Classes */
            classes: string[];
            config: components["schemas"]["InferenceConfig-Output"];
            /** Confusion */
            confusion: components["schemas"]["Confusion"][];
            /** Created */
            created: string;
            /** Dataset */
            dataset: string | null;
            effective: components["schemas"]["EffectiveConfig"];
            environment: components["schemas"]["Environment"];
            /** Label Names */
            label_names: string[];
            /** Left Out */
            left_out: number;
            /** Metrics */
            metrics: components["schemas"]["Metric"][];
            /** Model */
            model: string | null;
            /** Model Classes */
            model_classes: string[];
            /** Model Name */
            model_name: string;
            /** Notes */
            notes: string[];
            /** Per Class */
            per_class: components["schemas"]["ClassFigure"][];
            /** Per Output */
            per_output: components["schemas"]["OutputLikeness"][];
            /** Per Sample */
            per_sample: string;
            /** Pictures Per S */
            pictures_per_s: number;
            preprocessing: components["schemas"]["Preprocessing-Output"];
            /** Preview */
            preview: boolean;
            /** Reasons */
            reasons: string[];
            /** Run */
            run: string;
            sample_kind: components["schemas"]["SampleKind"];
            /** Samples */
            samples: number;
            subset: components["schemas"]["Subset-Output"];
            task: components["schemas"]["Task"] | null;
            /** Tried */
            tried: components["schemas"]["TriedReading"][];
            /** Verdict */
            verdict: string;
            /** Wall S */
            wall_s: number;
        };
        /**
         * AccuracyHeadline
         * @description What an accuracy run is known by: its first metric (None of a preview), over how many pictures, and at what precision.
         *
         *     `task` None: likeness to another model.
         */
        AccuracyHeadline: {
            metric: components["schemas"]["Metric"] | null;
            /** Precision */
            precision: string | null;
            /**
             * Preview
             * @default false
             */
            preview: boolean;
            /** Samples */
            samples: number;
            task: components["schemas"]["Task"] | null;
        };
        /**
         * AccuracyRequest
         * @description Which model to measure on which dataset.
         *
         *     With `like`, a model or the word `parent`, outputs are compared with those of that model instead of with labels. With a
         *     `preview` nothing is measured: so many pictures (3 are enough) are shown to see how the model is read; the result then has
         *     reasons, and its samples.
         */
        AccuracyRequest: {
            /** Background */
            background?: boolean | null;
            /**
             * Classes
             * @default []
             */
            classes?: string[];
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /** Dataset */
            dataset: string;
            /** Family */
            family?: string | null;
            /** Like */
            like?: string | null;
            /** Model */
            model: string;
            preprocessing?: components["schemas"]["Preprocessing-Input"] | null;
            /**
             * Preview
             * @default 0
             */
            preview?: number;
            /** Settings */
            settings?: {
                [key: string]: string;
            };
            /**
             * @default {
             *       "seed": 0
             *     }
             */
            subset?: components["schemas"]["Subset-Input"];
            task?: components["schemas"]["Task"] | null;
        };
        /**
         * AccuracyWish
         * @description How accuracy is measured; what is left open is taken from the model, or found out and told.
         *
         *     `family` and `settings` say what the outputs mean, `preprocessing` how pictures go in, `background` whether the first
         *     class means that nothing is there, `classes` what the model's classes are called.
         */
        AccuracyWish: {
            /** Background */
            background?: boolean | null;
            /**
             * Classes
             * @default []
             */
            classes?: string[];
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /** Family */
            family?: string | null;
            preprocessing?: components["schemas"]["Preprocessing-Input"] | null;
            /** Settings */
            settings?: {
                [key: string]: string;
            };
            /**
             * @default {
             *       "seed": 0
             *     }
             */
            subset?: components["schemas"]["Subset-Input"];
            task?: components["schemas"]["Task"] | null;
        };
        /**
         * Activation
         * @description What still has to be done to raw scores.
         * @enum {string}
         */
        Activation: "none" | "sigmoid" | "softmax";
        /**
         * AdviceDocument
         * @description What limits a model in its present configuration, the largest share first.
         *
         *     `benchmark` is the run of that configuration, `profile` the one that told of the layers. `missing` says what has to be
         *     measured before more can be said: `benchmark`, `profile`, `machine` (the ceilings). `passed_over` is a newer benchmark of
         *     the same configuration that was not used, because its verdict is not ok.
         */
        AdviceDocument: {
            benchmark: components["schemas"]["RunDocument"] | null;
            /** Findings */
            findings: components["schemas"]["FindingDocument"][];
            /** Missing */
            missing: string[];
            /** Model */
            model: string;
            /** Model Name */
            model_name: string;
            passed_over: components["schemas"]["RunDocument"] | null;
            profile: components["schemas"]["RunDocument"] | null;
        };
        /**
         * AnalysisDocument
         * @description What a model costs in theory.
         *
         *     `assumed` says that the batch is dynamic and was counted as one; `notes` are other assumptions, in words (the trip
         *     count of a loop, the branch of an If).
         */
        AnalysisDocument: {
            /** Assumed */
            assumed: boolean;
            /** Gflop */
            gflop: number;
            /** Giop */
            giop: number;
            /** Gmac */
            gmac: number;
            /** Input Shapes */
            input_shapes: {
                [key: string]: number[];
            };
            /** Layers */
            layers: components["schemas"]["LayerCostDocument"][];
            /** Memory Max Bytes */
            memory_max_bytes: number;
            /** Memory Min Bytes */
            memory_min_bytes: number;
            /** Model */
            model: string;
            /** Notes */
            notes: string[];
            /** Opset */
            opset: string | null;
            /** Parameters */
            parameters: number;
            /** Rules Version */
            rules_version: number;
            /** Sparsity */
            sparsity: number;
            /** Type Counts */
            type_counts: {
                [key: string]: number;
            };
            /** Uncounted */
            uncounted: components["schemas"]["UncountedDocument"][];
            /** Weights Bytes */
            weights_bytes: number;
            /** Weights Bytes By Precision */
            weights_bytes_by_precision: {
                [key: string]: number;
            };
        };
        /**
         * AnnotationRequest
         * @description What a person writes beside a run; what is left out stays as it is.
         */
        AnnotationRequest: {
            /** Note */
            note?: string | null;
            /** Tags */
            tags?: string[] | null;
        };
        /**
         * AnswerDocument
         * @description What one model says of the picture: `top` classes, `objects` or `regions`, by its `task`.
         *
         *     `has_masks`: the masks can be had as a picture. Not `sure`: nobody has confirmed how it is read, `doubts` say what is open.
         */
        AnswerDocument: {
            /** Adapter */
            adapter: components["schemas"]["Classification"] | components["schemas"]["SsdDetections"] | components["schemas"]["YoloGrids"] | components["schemas"]["YoloRows"] | components["schemas"]["Yolox"] | components["schemas"]["BoxesAndScores"] | components["schemas"]["FinalBoxes"] | components["schemas"]["Segmentation"];
            /** Classes */
            classes: string[];
            /** Doubts */
            doubts: string[];
            effective: components["schemas"]["EffectiveConfig"];
            /** Has Masks */
            has_masks: boolean;
            /** Model */
            model: string;
            /** Model Name */
            model_name: string;
            /** Objects */
            objects: components["schemas"]["FoundObject"][];
            preprocessing: components["schemas"]["Preprocessing-Output"];
            /** Reasons */
            reasons: string[];
            /** Regions */
            regions: components["schemas"]["FoundRegion"][];
            saliency: components["schemas"]["SaliencyMap"] | null;
            /** Sure */
            sure: boolean;
            task: components["schemas"]["Task"];
            /** Top */
            top: components["schemas"]["NamedScore"][];
        };
        /**
         * Arrivals
         * @description How requests arrive in offered load.
         * @enum {string}
         */
        Arrivals: "constant" | "poisson";
        /**
         * Attempt
         * @description A candidate: which operations stayed in floating point, and how right and how fast it is.
         *
         *     `why` says in words how it was chosen. `metric` and `drop` (parent minus candidate where higher is better, else the other
         *     way round, so that a positive drop is a loss; a share of the parent's value where the bound is relative) are over
         *     `pictures` pictures, fewer than all when it was `decided_early`: the answer was certain, or, as `why` then says, it was
         *     dismissed by pictures chosen for that, and the others are counted as the network entirely in 8 bits reads them. `outcome` is
         *     what the bound says of it. `speed` is throughput, candidate ÷ parent, side by side; None: not measured. `seconds` is what it
         *     cost. `best`: the best so far, or in the end the result; one candidate at a time.
         */
        Attempt: {
            /**
             * Best
             * @default false
             */
            best: boolean;
            /**
             * Decided Early
             * @default false
             */
            decided_early: boolean;
            drop: components["schemas"]["Estimate"];
            /** Kept Float */
            kept_float: string[];
            metric: components["schemas"]["Metric"];
            outcome: components["schemas"]["Outcome"];
            /** Pictures */
            pictures: number;
            /** Seconds */
            seconds: number;
            speed: components["schemas"]["Estimate"] | null;
            /** Step */
            step: number;
            /** Why */
            why: string;
        };
        /**
         * AttemptsDocument
         * @description What a quantization has tried so far, while it runs or after it was ended.
         *
         *     `verdict` says in a sentence where it stands. `sample_kind` says what candidates are shown. `metric` is empty until
         *     something was measured. `model` is the version that was made of it, also of a search that was ended early; None: there is
         *     none, or it was removed.
         */
        AttemptsDocument: {
            /** Attempts */
            attempts: components["schemas"]["Attempt"][];
            bound: components["schemas"]["Bound-Output"] | null;
            /** Metric */
            metric: string;
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string | null;
            /** Ranking */
            ranking: components["schemas"]["RankedGroup"][];
            /** Run */
            run: string;
            sample_kind: components["schemas"]["SampleKind"];
            state: components["schemas"]["RunState"];
            /** Verdict */
            verdict: string;
        };
        /**
         * AugmentRequest
         * @description Changed copies of the pictures of a dataset: `copies` of each, beside the `originals` where wanted.
         */
        AugmentRequest: {
            changes: components["schemas"]["Changes-Input"];
            /**
             * Copies
             * @default 1
             */
            copies?: number;
            /** Dataset */
            dataset: string;
            /**
             * Originals
             * @default true
             */
            originals?: boolean;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
        };
        /**
         * Augmented
         * @description Changed copies of the pictures of the dataset `parent`: `copies` of each, beside the `originals` where wanted.
         */
        Augmented: {
            changes: components["schemas"]["Changes-Output"];
            /**
             * Copies
             * @default 1
             */
            copies: number;
            /**
             * Kind
             * @default augmented
             * @constant
             */
            kind: "augmented";
            /**
             * Originals
             * @default true
             */
            originals: boolean;
            /** Parent */
            parent: string;
            /** Parent Name */
            parent_name: string;
            /**
             * Seed
             * @default 0
             */
            seed: number;
        };
        /**
         * Background
         * @description Which column of the scores means that there is nothing.
         * @enum {string}
         */
        Background: "none" | "first" | "last";
        /**
         * BenchmarkDocument
         * @description The result of one benchmark. Times in the unit of their name; throughput in frames per second.
         */
        BenchmarkDocument: {
            /** Blocks */
            blocks: components["schemas"]["Block"][];
            /** Compile Ms */
            compile_ms: number;
            /** Completions */
            completions: number;
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            effective: components["schemas"]["EffectiveConfig"];
            environment: components["schemas"]["Environment"];
            /** First Inference Ms */
            first_inference_ms: number;
            histogram: components["schemas"]["Histogram"];
            /** Input Source */
            input_source: string;
            /** Late Starts */
            late_starts: number;
            latency_ms: components["schemas"]["LatencyDocument"];
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            /** Outliers */
            outliers: number;
            /** Peak Rss Bytes */
            peak_rss_bytes: number | null;
            /** Peak Rss Compile Bytes */
            peak_rss_compile_bytes: number | null;
            plan: components["schemas"]["MeasurePlan"];
            /** Run */
            run: string;
            /** Stop Reason */
            stop_reason: string;
            throughput_fps: components["schemas"]["Estimate"];
            verdict: components["schemas"]["Verdict"];
            /** Warmup S */
            warmup_s: number;
        };
        /**
         * BenchmarkRequest
         * @description Which model to measure, in which configuration, and how.
         */
        BenchmarkRequest: {
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /** Model */
            model: string;
            /**
             * @default {
             *       "arrivals": "poisson",
             *       "effort": "standard",
             *       "inputs": [],
             *       "mode": "closed",
             *       "seed": 0
             *     }
             */
            plan?: components["schemas"]["PlanRequest"];
        };
        /**
         * BestDocument
         * @description The run that a search recommends, and why.
         */
        BestDocument: {
            /** Reason */
            reason: string;
            /** Run */
            run: string;
        };
        /**
         * BiasCorrection
         * @description How the shift that rounding gives the mean of each layer is taken out of its bias.
         * @enum {string}
         */
        BiasCorrection: "fast" | "full" | "none";
        /**
         * Block
         * @description One stretch of measuring: wall seconds, completed requests, median latency in milliseconds.
         *
         *     `foreign_cpu` is the CPU time of other processes during the block, as a share of one core. `at_or_below` counts the
         *     completions of this block that were at or below the p50, p90, p95, p99 and p99.9 of the whole run (with fractions,
         *     because a histogram bucket can lie across a percentile); the intervals of the percentiles come from it.
         */
        Block: {
            /**
             * At Or Below
             * @default []
             */
            at_or_below: number[];
            /** Completions */
            completions: number;
            /** Foreign Cpu */
            foreign_cpu: number | null;
            /** Median Ms */
            median_ms: number;
            /** Wall S */
            wall_s: number;
        };
        /**
         * Bound
         * @description The most that may be lost of a metric: `max_drop` of it, or of its value for the parent where `relative`.
         *
         *     `metric` None: the first of the report.
         */
        "Bound-Input": {
            /** Max Drop */
            max_drop: number;
            /** Metric */
            metric?: string | null;
            /**
             * Relative
             * @default false
             */
            relative?: boolean;
        };
        /**
         * Bound
         * @description The most that may be lost of a metric: `max_drop` of it, or of its value for the parent where `relative`.
         *
         *     `metric` None: the first of the report.
         */
        "Bound-Output": {
            /** Max Drop */
            max_drop: number;
            /** Metric */
            metric: string | null;
            /**
             * Relative
             * @default false
             */
            relative: boolean;
        };
        /**
         * Box
         * @description An object in a picture: corners in pixels of the stored picture (x to the right, y down; `x1`, `y1` are outside).
         *
         *     `label` is an index into the dataset's classes. Neither a `difficult` (VOC) nor a `crowd` (COCO) object has to be found.
         *     `area` is the area that COCO counts sizes by, in pixels; None: that of the box. `polygons` (x, y, x, y, …) or `rle`
         *     (COCO's compressed run lengths over the whole picture, column by column) outline the object where that is known.
         */
        Box: {
            /** Area */
            area: number | null;
            /**
             * Crowd
             * @default false
             */
            crowd: boolean;
            /**
             * Difficult
             * @default false
             */
            difficult: boolean;
            /** Label */
            label: number;
            /**
             * Polygons
             * @default []
             */
            polygons: number[][];
            /**
             * Rle
             * @default
             */
            rle: string;
            /** X0 */
            x0: number;
            /** X1 */
            x1: number;
            /** Y0 */
            y0: number;
            /** Y1 */
            y1: number;
        };
        /**
         * BoxForm
         * @description The order of a box's four numbers: corners, or a corner or the centre (`c…`) with the size.
         * @enum {string}
         */
        BoxForm: "xyxy" | "yxyx" | "xywh" | "cxcywh" | "cycxhw";
        /**
         * BoxUnit
         * @description What a box's numbers count: shares of the network's input (0..1), its pixels, or pixels of the picture as stored.
         * @enum {string}
         */
        BoxUnit: "share" | "input" | "picture";
        /**
         * BoxesAndScores
         * @description Candidates with a score for each class: boxes `[N, M, 4]` and scores `[N, M, classes]`, or `[N, classes, M]`.
         *
         *     The family of EfficientDet, RetinaNet, SSD without its last step, and DETR. `boxes_transposed` and `scores_transposed`
         *     tell that the candidates are the last dimension.
         */
        BoxesAndScores: {
            /** @default none */
            activation: components["schemas"]["Activation"];
            /** @default none */
            background: components["schemas"]["Background"];
            /** Boxes */
            boxes: string;
            /**
             * Boxes Transposed
             * @default false
             */
            boxes_transposed: boolean;
            /** @default xyxy */
            form: components["schemas"]["BoxForm"];
            /**
             * Kind
             * @default boxes_and_scores
             * @constant
             */
            kind: "boxes_and_scores";
            /** Scores */
            scores: string;
            /**
             * Scores Transposed
             * @default false
             */
            scores_transposed: boolean;
            /**
             * @default {
             *       "floor": 0.01,
             *       "most": 100,
             *       "multi": true,
             *       "overlap": 0.5
             *     }
             */
            select: components["schemas"]["Selection"];
            /** @default share */
            unit: components["schemas"]["BoxUnit"];
        };
        /**
         * BrokenPicture
         * @description A picture or label that cannot be used, and why; it is left out of every measurement.
         */
        BrokenPicture: {
            /** Path */
            path: string;
            /** Reason */
            reason: string;
        };
        /**
         * BrowseDocument
         * @description One folder of the server: `parent` is null at the top.
         */
        BrowseDocument: {
            /** Files */
            files: components["schemas"]["FileEntry"][];
            /** Folders */
            folders: components["schemas"]["FolderEntry"][];
            /** Parent */
            parent: string | null;
            /** Path */
            path: string;
        };
        /**
         * Cause
         * @description What makes a version slower than its ideal, or the ideal slower than hoped for.
         * @enum {string}
         */
        Cause: "conversions" | "kept_float" | "not_quantized" | "fell_back" | "reference_kernel" | "narrow_kernel" | "depthwise" | "slower" | "bytes" | "efficiency" | "float_slower" | "extra_layers" | "overhead" | "gains" | "device" | "memory" | "not_quantizable" | "outside";
        /**
         * Ceilings
         * @description The best this machine does, measured: the two lines of the roofline.
         *
         *     `gflops` is keyed by precision (`f32`, `bf16`, `i8`); `bandwidth_gbs` is the sustained memory
         *     bandwidth in 10^9 bytes per second, and `cache_bandwidth_gbs` the same with a working set that
         *     fits the last-level cache. `seconds` is how long the measurement took. `cache_bytes` is the
         *     largest working set that ran at the bandwidth of the cache, 0 when that is not known. `threads` is how
         *     many threads these figures are for, 0 for a device without threads; `one_thread_gbs` and
         *     `one_thread_cache_gbs` are the bandwidths that a single thread reaches.
         */
        Ceilings: {
            /** Bandwidth Gbs */
            bandwidth_gbs: number;
            /** Cache Bandwidth Gbs */
            cache_bandwidth_gbs: number;
            /**
             * Cache Bytes
             * @default 0
             */
            cache_bytes: number;
            /** Device */
            device: string;
            /** Gflops */
            gflops: {
                [key: string]: number;
            };
            /**
             * One Thread Cache Gbs
             * @default 0
             */
            one_thread_cache_gbs: number;
            /**
             * One Thread Gbs
             * @default 0
             */
            one_thread_gbs: number;
            /** Seconds */
            seconds: number;
            /**
             * Threads
             * @default 0
             */
            threads: number;
        };
        /**
         * Change
         * @description A condition that was different after a step; None where it was not known.
         */
        Change: {
            /** After */
            after: string | null;
            /** Before */
            before: string | null;
            /** What */
            what: string;
        };
        /**
         * ChangeWord
         * @description What a change of a metric amounts to.
         * @enum {string}
         */
        ChangeWord: "better" | "worse" | "same" | "cant_tell";
        /**
         * ChangedDocument
         * @description A list to read again: runs went away, or models or datasets were added, renamed or removed.
         */
        ChangedDocument: {
            /**
             * List
             * @enum {string}
             */
            list: "runs" | "models" | "datasets";
        };
        /**
         * Changes
         * @description How each copy of a picture differs from it; every change is drawn independently of the others, 0 and False leave it out.
         *
         *     `flip` mirrors half of the copies left to right. `noise` is the standard deviation of what is added to each value, as a
         *     fraction of the full range. `erase` is the share of the picture that a grey rectangle covers. `colour` is the most by
         *     which brightness, contrast and saturation are scaled, up or down, as a fraction.
         */
        "Changes-Input": {
            /**
             * Colour
             * @default 0
             */
            colour?: number;
            /**
             * Erase
             * @default 0
             */
            erase?: number;
            /**
             * Flip
             * @default false
             */
            flip?: boolean;
            /**
             * Noise
             * @default 0
             */
            noise?: number;
        };
        /**
         * Changes
         * @description How each copy of a picture differs from it; every change is drawn independently of the others, 0 and False leave it out.
         *
         *     `flip` mirrors half of the copies left to right. `noise` is the standard deviation of what is added to each value, as a
         *     fraction of the full range. `erase` is the share of the picture that a grey rectangle covers. `colour` is the most by
         *     which brightness, contrast and saturation are scaled, up or down, as a fraction.
         */
        "Changes-Output": {
            /**
             * Colour
             * @default 0
             */
            colour: number;
            /**
             * Erase
             * @default 0
             */
            erase: number;
            /**
             * Flip
             * @default false
             */
            flip: boolean;
            /**
             * Noise
             * @default 0
             */
            noise: number;
        };
        /**
         * ChoiceDocument
         * @description One value that runs can be filtered by, and how many runs have it.
         */
        ChoiceDocument: {
            /** Name */
            name: string;
            /** Runs */
            runs: number;
        };
        /**
         * ClassFigure
         * @description How right the network is for one class, in the report's first metric of its kind.
         *
         *     `count` is how many pictures, objects or pixels of the class there are.
         */
        ClassFigure: {
            /** Count */
            count: number;
            /** Label */
            label: number;
            metric: components["schemas"]["Metric"];
        };
        /**
         * ClassRecord
         * @description `rank` is the place of the true class, 0 the first; None: the network does not know the class, or gave it no number.
         *
         *     `best` holds the first few classes only.
         */
        ClassRecord: {
            best: components["schemas"]["Classified"];
            /**
             * Kind
             * @default class
             * @constant
             */
            kind?: "class";
            /** Label */
            label: number;
            /** Picture */
            picture: string;
            /** Rank */
            rank: number | null;
        };
        /**
         * Classification
         * @description One score for each class. With `background` the first class means that nothing is there; it is left out.
         */
        Classification: {
            /** @default none */
            activation: components["schemas"]["Activation"];
            /**
             * Background
             * @default false
             */
            background: boolean;
            /**
             * Kind
             * @default classification
             * @constant
             */
            kind: "classification";
            /** Output */
            output: string;
        };
        /**
         * Classified
         * @description Classes by falling score; equal scores in the order of the classes. A class without a finite score is left out.
         */
        Classified: {
            /**
             * Kind
             * @default classified
             * @constant
             */
            kind?: "classified";
            /** Labels */
            labels: number[];
            /** Scores */
            scores: number[];
        };
        /**
         * ColorOrder
         * @description Order of the colour channels that a network expects.
         * @enum {string}
         */
        ColorOrder: "RGB" | "BGR";
        /**
         * ColourBy
         * @description What the colour of a node stands for.
         * @enum {string}
         */
        ColourBy: "type" | "time" | "precision";
        /**
         * CompareDocument
         * @description Two to six results against the first of them.
         *
         *     `run` is the comparison when they were measured side by side (then `paired` holds what was seen), absent when stored
         *     results were compared. `figures`, the values of each condition, and the sides of each group of layers have one entry
         *     per subject.
         */
        CompareDocument: {
            /** Caveats */
            caveats: string[];
            /** Conditions */
            conditions: components["schemas"]["Condition"][];
            /** Deltas */
            deltas: components["schemas"]["DeltaDocument"][];
            /** Figures */
            figures: components["schemas"]["Figure"][];
            /** Layers */
            layers: components["schemas"]["LayerGroup"][];
            /** Layers Note */
            layers_note: string;
            paired: components["schemas"]["PairedComparison"] | null;
            /** Run */
            run: string | null;
            /** Subjects */
            subjects: components["schemas"]["ComparedSubject"][];
        };
        /**
         * CompareRequest
         * @description Two to six subjects, the first being the reference.
         */
        CompareRequest: {
            /**
             * @default {
             *       "budget_s": 60,
             *       "inputs": [],
             *       "min_pairs": 9,
             *       "seed": 0,
             *       "window_s": 0.5
             *     }
             */
            plan?: components["schemas"]["InterleaveRequest"];
            /** Subjects */
            subjects: components["schemas"]["SubjectRequest"][];
        };
        /**
         * CompareSubject
         * @description A model in a configuration, to be measured beside others.
         */
        CompareSubject: {
            config: components["schemas"]["InferenceConfig-Output"];
            /**
             * Label
             * @default
             */
            label?: string;
            /** Model */
            model: string;
        };
        /**
         * ComparedSubject
         * @description What is compared: a run, or the one that stands for a model, a sweep or a tuning.
         *
         *     `asked` is what was asked for (the id of a run or of a model), `run` the run whose figures are compared, `profile` the
         *     run whose layers are. `points` are all configurations that were measured with it.
         */
        ComparedSubject: {
            /** Asked */
            asked: string;
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            effective: components["schemas"]["EffectiveConfig"];
            environment: components["schemas"]["Environment"];
            /** Kind */
            kind: string;
            /** Label */
            label: string;
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            plan: components["schemas"]["MeasurePlan"] | null;
            /** Points */
            points: components["schemas"]["ScatterPoint"][];
            /** Profile */
            profile: string | null;
            /** Run */
            run: string | null;
            verdict: components["schemas"]["Verdict"] | null;
        };
        /**
         * ComparisonHeadline
         * @description What a side-by-side comparison is known by: `ratio`, throughput of its fastest subject ÷ that of the reference.
         *
         *     `label` names that subject, `reference` the other, `word` says what the ratio means. `subjects` counts the reference too.
         */
        ComparisonHeadline: {
            /**
             * Kind
             * @default comparison
             * @constant
             */
            kind: "comparison";
            /** Label */
            label: string;
            ratio: components["schemas"]["Estimate"];
            /** Reference */
            reference: string;
            /** Subjects */
            subjects: number;
            word: components["schemas"]["Word"];
        };
        /**
         * Condition
         * @description A condition that differs: one value per subject, in words; None: not known.
         *
         *     `caveat` is a sentence when it can change the figures by itself, else empty.
         */
        Condition: {
            /**
             * Caveat
             * @default
             */
            caveat: string;
            /** Field */
            field: string;
            group: components["schemas"]["ConditionGroup"];
            /** Values */
            values: (string | null)[];
        };
        /**
         * ConditionGroup
         * @description What kind of condition can differ between two results.
         * @enum {string}
         */
        ConditionGroup: "model" | "configuration" | "measuring" | "environment";
        /**
         * Confusion
         * @description `count` pictures, objects or pixels of class `truth` were taken for class `given`.
         *
         *     Of objects, `truth` None: nothing was there that had to be found; `given` None: the object was not found.
         */
        Confusion: {
            /** Count */
            count: number;
            /** Given */
            given: number | null;
            /** Truth */
            truth: number | null;
        };
        /**
         * Converted
         * @description Recipe of an imported model: which tool made the IR, from which bytes, with which options.
         */
        Converted: {
            /**
             * Kind
             * @default converted
             * @constant
             */
            kind: "converted";
            options: components["schemas"]["ImportOptions-Output"];
            source_format: components["schemas"]["ModelFormat"];
            /** Source Sha256 */
            source_sha256: string;
            /** Tool */
            tool: string;
        };
        /**
         * DatasetChange
         * @description What to change; None leaves it. `labels` are the lines of a label map: one class a line, in the order of numbers.
         */
        DatasetChange: {
            /** Labels */
            labels?: string[] | null;
            /** Name */
            name?: string | null;
        };
        /**
         * DatasetDocument
         * @description A dataset as `dlwb dataset show` prints it.
         *
         *     `sample_kind` says what its samples are: pictures, or recorded inputs, which have no labels and cannot be shown.
         *     `samples` counts usable ones, `left_out` those that are not, of which `broken` lists the first. `counts` are by class:
         *     pictures (classification), else objects, else masks that hold it; `class_count` also counts classes without a name.
         *     `caveat` is what every result on this dataset has to say, such as that it is augmented.
         */
        DatasetDocument: {
            /** Broken */
            broken: components["schemas"]["BrokenPicture"][];
            /** Caveat */
            caveat: string;
            /** Class Count */
            class_count: number;
            /** Classes */
            classes: string[];
            /** Counts */
            counts: number[];
            /** Created */
            created: string;
            /** Folder */
            folder: string;
            /** Format */
            format: string;
            /** Id */
            id: string;
            /** Ignore */
            ignore: number;
            /** Left Out */
            left_out: number;
            /** Made */
            made: components["schemas"]["Generated-Output"] | components["schemas"]["Augmented"] | null;
            /** Name */
            name: string;
            /** Notes */
            notes: string[];
            /** Owned */
            owned: boolean;
            /** Reason */
            reason: string;
            sample_kind: components["schemas"]["SampleKind"];
            /** Samples */
            samples: number;
            /** Tasks */
            tasks: components["schemas"]["Task"][];
        };
        /**
         * DatasetImportRequest
         * @description What to import: exactly one of a `path` on the server, the id of an `upload`, the name of a `sample`, or pictures to
         *     `generate` or `augment`.
         */
        DatasetImportRequest: {
            augment?: components["schemas"]["AugmentRequest"] | null;
            generate?: components["schemas"]["Generated-Input"] | null;
            /** @default {} */
            options?: components["schemas"]["DatasetOptions"];
            /** Path */
            path?: string | null;
            /** Sample */
            sample?: string | null;
            /** Upload */
            upload?: string | null;
        };
        /**
         * DatasetListDocument
         * @description All datasets, newest first, the formats that an import can be told, and the names of the samples that come with dlwb.
         */
        DatasetListDocument: {
            /** Datasets */
            datasets: components["schemas"]["DatasetDocument"][];
            /** Formats */
            formats: string[];
            /** Shipped */
            shipped: string[];
        };
        /**
         * DatasetOptions
         * @description What a person may say about a dataset when importing it; None: find out.
         *
         *     `format` is a name of a reader, `name` the name in the workbench. `labels` are the lines of a label map, one class a line
         *     in the order of their numbers. `split` chooses among several sets of labels (`val`, `train`, …). `first_class` is the
         *     number that the first class has in the labels, 0 or 1.
         */
        DatasetOptions: {
            /** First Class */
            first_class?: number | null;
            /** Format */
            format?: string | null;
            /** Labels */
            labels?: string[] | null;
            /** Name */
            name?: string | null;
            /** Split */
            split?: string | null;
        };
        /**
         * Delta
         * @description One figure of a subject against that of the reference.
         *
         *     `ratio` = subject ÷ reference with its 95 % interval; `word` is about the subject ("faster": higher throughput, or
         *     lower latency). `tolerance` is d of METHODS §2: a ratio inside 1 ± d is the same.
         */
        Delta: {
            /** Higher Is Better */
            higher_is_better: boolean;
            ratio: components["schemas"]["Estimate"];
            /** Tolerance */
            tolerance: number;
            /** What */
            what: string;
            word: components["schemas"]["Word"];
        };
        /**
         * DeltaDocument
         * @description One figure of the subject at index `subject`, against that of the reference (index 0).
         *
         *     `ratio` = subject ÷ reference with its 95 % interval; `word` is about the subject; `tolerance` is d of METHODS §2.
         */
        DeltaDocument: {
            /** Higher Is Better */
            higher_is_better: boolean;
            ratio: components["schemas"]["Estimate"];
            /** Subject */
            subject: number;
            /** Tolerance */
            tolerance: number;
            /** What */
            what: string;
            word: components["schemas"]["Word"];
        };
        /**
         * Detected
         * @description Objects by falling score. Boxes are `x0, y0, x1, y1` in pixels of the stored picture.
         *
         *     `masks` outline the objects where the network does (COCO's compressed run lengths over the whole picture).
         */
        Detected: {
            /**
             * Boxes
             * @default []
             */
            boxes?: number[][];
            /**
             * Kind
             * @default detected
             * @constant
             */
            kind?: "detected";
            /**
             * Labels
             * @default []
             */
            labels?: number[];
            /**
             * Masks
             * @default []
             */
            masks?: string[];
            /**
             * Scores
             * @default []
             */
            scores?: number[];
        };
        /**
         * Device
         * @description Something the engine can run a model on.
         *
         *     `available` is False for a device that the engine knows but cannot use; `problem` then says why
         *     (for instance a missing driver). `streams` and `requests` are (lowest, highest) or None when the
         *     device does not say; `precisions` are the inference precisions that can be asked for;
         *     `capabilities` is the engine's own list. `memory_bytes` is the device's memory, for a CPU the
         *     memory that this process may use.
         */
        Device: {
            /**
             * Architecture
             * @default
             */
            architecture: string;
            /** Available */
            available: boolean;
            /**
             * Capabilities
             * @default []
             */
            capabilities: string[];
            /** Default Precision */
            default_precision: string | null;
            /**
             * Driver
             * @default
             */
            driver: string;
            /** Full Name */
            full_name: string;
            /** Kind */
            kind: string;
            /** Memory Bytes */
            memory_bytes: number | null;
            /** Name */
            name: string;
            /** Optimal Requests */
            optimal_requests: number | null;
            /**
             * Precisions
             * @default []
             */
            precisions: string[];
            /**
             * Problem
             * @default
             */
            problem: string;
            /** Properties */
            properties: {
                [key: string]: string;
            };
            /** Requests */
            requests: number[] | null;
            /** Streams */
            streams: number[] | null;
            /**
             * Virtual
             * @default false
             */
            virtual: boolean;
        };
        /**
         * DeviceListDocument
         * @description All devices the engine knows, also those it cannot use.
         */
        DeviceListDocument: {
            /** Devices */
            devices: components["schemas"]["Device"][];
        };
        /**
         * DimRange
         * @description A dynamic dimension: any size from `low` to `high` (None: no upper end).
         */
        DimRange: {
            /** High */
            high?: number | null;
            /**
             * Low
             * @default 0
             */
            low?: number;
        };
        /**
         * Direction
         * @description Which way a figure gets better.
         * @enum {string}
         */
        Direction: "higher" | "lower";
        /**
         * EffectiveConfig
         * @description The configuration as read back from the compiled model, never as asked for.
         *
         *     `hint` is the hint that was in force: explicit streams switch it off, whatever was asked for.
         */
        EffectiveConfig: {
            /** Batch */
            batch: number;
            /** Device */
            device: string;
            /** Execution Devices */
            execution_devices: string[];
            /** @default none */
            hint: components["schemas"]["Hint"];
            /** Optimal Requests */
            optimal_requests: number | null;
            /** Precision */
            precision: string | null;
            /** Properties */
            properties: {
                [key: string]: string;
            };
            /** Requests */
            requests: number;
            /** Shapes */
            shapes: {
                [key: string]: number[];
            };
            /** Streams */
            streams: number | null;
            /** Threads */
            threads: number | null;
        };
        /**
         * Effort
         * @description How long and how precise: quick (±3 %, 5 s), standard (±1 %, 15 s), rigorous (±0.5 %, 120 s).
         * @enum {string}
         */
        Effort: "quick" | "standard" | "rigorous";
        /**
         * Environment
         * @description Everything about the host that can explain a figure, taken around a measurement.
         *
         *     `cores_usable` is what the process may use (affinity and cgroup quota), which is less than
         *     `cores_logical` in a container. `noise` is the robust coefficient of variation of a fixed-work
         *     probe (0.01 = 1 %). Loads are shares of one core over the measurement: `foreign_cpu` is CPU time
         *     used by others, `steal` is time the hypervisor took away; None where the platform does not tell. They are sums over the
         *     `cores_watched`, all that the process may run on, which a quota does not make fewer; None: an older run did not say.
         *     `throttled_periods` counts how often a container's quota held the process back, `thermal_throttles`
         *     how often the processor slowed down for heat.
         */
        Environment: {
            /** Container */
            container: boolean;
            /** Cores Logical */
            cores_logical: number;
            /** Cores Physical */
            cores_physical: number | null;
            /** Cores Usable */
            cores_usable: number;
            /** Cores Watched */
            cores_watched: number | null;
            /** Cpu */
            cpu: string;
            /** Foreign Cpu */
            foreign_cpu: number | null;
            /** Frequency Mhz */
            frequency_mhz: number | null;
            /** Governor */
            governor: string | null;
            /** Host */
            host: string;
            /**
             * Isa
             * @default []
             */
            isa: string[];
            /** Kernel */
            kernel: string;
            /** Load 1Min */
            load_1min: number | null;
            /** Memory Bytes */
            memory_bytes: number;
            /** Noise */
            noise: number;
            /** Os */
            os: string;
            /** Python */
            python: string;
            /** Smt */
            smt: boolean | null;
            /** Steal */
            steal: number | null;
            /** Thermal Throttles */
            thermal_throttles: number | null;
            /** Throttled Periods */
            throttled_periods: number | null;
            /** Versions */
            versions: {
                [key: string]: string;
            };
            /** Virtual Machine */
            virtual_machine: boolean;
        };
        /**
         * ErrorBody
         * @description What went wrong, about what, and the next step; `problems` holds each wrong option of a form.
         *
         *     `terminal` is what to type for the next step in the terminal: an option or a command.
         */
        ErrorBody: {
            /**
             * Hint
             * @default
             */
            hint: string;
            /** Message */
            message: string;
            /**
             * Problems
             * @default []
             */
            problems: components["schemas"]["OptionProblem"][];
            /**
             * Terminal
             * @default
             */
            terminal: string;
            /** Type */
            type: string;
        };
        /**
         * ErrorDocument
         * @description The one shape of every error, in the terminal and over HTTP.
         */
        ErrorDocument: {
            error: components["schemas"]["ErrorBody"];
        };
        /**
         * Estimate
         * @description A figure with its 95 % interval; `low == high == value` means that no interval could be made.
         */
        Estimate: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Value */
            value: number;
        };
        /**
         * ExecutedDocument
         * @description In which precisions the layers of a network ran, from profile `run`; shares of the layer sum.
         */
        ExecutedDocument: {
            /** By Precision */
            by_precision: components["schemas"]["Share"][];
            /** Run */
            run: string;
        };
        /**
         * ExplainRequest
         * @description Which version to hold `against` which model (its parent if left out), in which configuration.
         */
        ExplainRequest: {
            /** Against */
            against?: string | null;
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /**
             * Inferences
             * @default 30
             */
            inferences?: number;
            /** Version */
            version: string;
        };
        /**
         * ExplainedCause
         * @description A cause with its µs of one inference, its share of all that is lost (0..1), and the layers behind it.
         *
         *     Where nothing is gained, all that is lost is the gap; gains have a negative share of the same. `evidence` says what was
         *     seen, `advice` what to do about it.
         */
        ExplainedCause: {
            /** Advice */
            advice: string;
            cause: components["schemas"]["Cause"];
            /** Evidence */
            evidence: string;
            /**
             * Layers
             * @default []
             */
            layers?: components["schemas"]["ExplainedLayer"][];
            /** Share */
            share: number;
            time_us: components["schemas"]["Estimate"];
            /** Title */
            title: string;
        };
        /**
         * ExplainedLayer
         * @description One layer, or one group of layers that execute the same operations, behind a cause.
         *
         *     `name` is that of the layer of the version (of the parent where the version has none). Times in µs of one inference; None
         *     where that side has no such layer. `excess_us` is what it adds to the cause. `reason` says what is special about it.
         */
        ExplainedLayer: {
            /** Excess Us */
            excess_us: number;
            /** Ideal Us */
            ideal_us: number | null;
            /**
             * Kernel
             * @default
             */
            kernel?: string;
            /** Name */
            name: string;
            /** Operations */
            operations: string[];
            /**
             * Parent Precision
             * @default
             */
            parent_precision?: string;
            /** Parent Us */
            parent_us: number | null;
            /**
             * Precision
             * @default
             */
            precision?: string;
            /**
             * Reason
             * @default
             */
            reason?: string;
            /** Type */
            type: string;
            /** Version Us */
            version_us: number | null;
        };
        /**
         * Explanation
         * @description A version against its parent, both on one stream in one configuration. Times in µs of one inference.
         *
         *     `ideal_us` is what the version would take if every layer that can be in 8 bits did, as near to its ceiling as the
         *     parent's was, and nothing else had changed; `hoped_us` what it would take if everything became faster by `arithmetic_ratio`
         *     or by the ratio of the bits, whichever is more. `gap_us` = measured − ideal = the sum of `causes` + `rest_us`;
         *     `limits` sum to ideal − hoped. `covered` is the part of the gap that causes explain (0..1). `arithmetic_ratio` is what the
         *     ceilings of the device say, None where it has no 8-bit arithmetic to measure. `paired`: both were profiled in turns.
         */
        Explanation: {
            /** Arithmetic Ratio */
            arithmetic_ratio: number | null;
            /** Causes */
            causes: components["schemas"]["ExplainedCause"][];
            /** Covered */
            covered: number;
            gap_us: components["schemas"]["Estimate"];
            /** Hoped Speedup */
            hoped_speedup: number;
            /** Hoped Us */
            hoped_us: number;
            /** Ideal Speedup */
            ideal_speedup: number;
            /** Ideal Us */
            ideal_us: number;
            /** Limits */
            limits: components["schemas"]["ExplainedCause"][];
            /** Notes */
            notes: string[];
            /** Paired */
            paired: boolean;
            parent_us: components["schemas"]["Estimate"];
            rest_us: components["schemas"]["Estimate"];
            speedup: components["schemas"]["Estimate"];
            /** Verdict */
            verdict: string;
            version_us: components["schemas"]["Estimate"];
        };
        /**
         * ExplanationDocument
         * @description A version against its parent, layer by layer: what was hoped for, what could be, what is, and what lies between.
         *
         *     `run` is the run that measured both in turns; None where profiles were taken apart. `parent_profile` and
         *     `version_profile` are the runs with the profiles that it stands on.
         */
        ExplanationDocument: {
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            explanation: components["schemas"]["Explanation"];
            /** Parent */
            parent: string;
            /** Parent Name */
            parent_name: string;
            /** Parent Profile */
            parent_profile: string;
            /** Run */
            run: string | null;
            /** Version */
            version: string;
            /** Version Name */
            version_name: string;
            /** Version Profile */
            version_profile: string;
        };
        /**
         * Failure
         * @description An error as it is stored and sent: the JSON shape `{"type", "message", "hint"}`, and what to type in the terminal.
         */
        Failure: {
            /**
             * Hint
             * @default
             */
            hint: string;
            /** Message */
            message: string;
            /**
             * Problems
             * @default []
             */
            problems: components["schemas"]["OptionProblem"][];
            /**
             * Terminal
             * @default
             */
            terminal: string;
            /** Type */
            type: string;
        };
        /**
         * Figure
         * @description One figure of every subject; None where a subject has none. `unit` is `frames/s`, `ms`, `bytes` or empty.
         */
        Figure: {
            /** Higher Is Better */
            higher_is_better: boolean;
            /** Unit */
            unit: string;
            /** Values */
            values: (components["schemas"]["Estimate"] | null)[];
            /** What */
            what: string;
        };
        /**
         * FigureDocument
         * @description One figure of a series: stretches without a step, and the points that belong to none (by place, from 0).
         */
        FigureDocument: {
            /** Levels */
            levels: components["schemas"]["Level"][];
            /** Outliers */
            outliers: number[];
        };
        /**
         * FileEntry
         * @description A file that may be a model or an archive of one.
         */
        FileEntry: {
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * FinalBoxes
         * @description Detections chosen by the network itself.
         *
         *     Either one output with a row for each (`columns` names its numbers in order, such as `x0 y0 x1 y1 score label`; columns
         *     with other names are ignored), or the outputs `boxes`, `scores` and `labels`. Without scores every row counts fully,
         *     without classes every row has the first. `count` is the output that says how many rows count. `first_label` is the number
         *     of the first class. `masks` has the instances' masks, as scores 0..1 cut at 0.5, or as `mask_activation` makes them.
         */
        FinalBoxes: {
            /** Boxes */
            boxes: string;
            /**
             * Columns
             * @default []
             */
            columns: string[];
            /** Count */
            count: string | null;
            /**
             * First Label
             * @default 0
             */
            first_label: number;
            /** @default xyxy */
            form: components["schemas"]["BoxForm"];
            /**
             * Kind
             * @default final_boxes
             * @constant
             */
            kind: "final_boxes";
            /** Labels */
            labels: string | null;
            /** @default none */
            mask_activation: components["schemas"]["Activation"];
            /** @default box */
            mask_form: components["schemas"]["MaskForm"];
            /** Masks */
            masks: string | null;
            /** Scores */
            scores: string | null;
            /**
             * @default {
             *       "floor": 0.01,
             *       "most": 100,
             *       "multi": true
             *     }
             */
            select: components["schemas"]["Selection"];
            /** @default input */
            unit: components["schemas"]["BoxUnit"];
        };
        /**
         * FindingDocument
         * @description One thing that limits a model: which, with what figure, which layers, and what to try.
         *
         *     `share` is the part of the time (0..1) that it concerns, None where it is not about time.
         */
        FindingDocument: {
            /** Evidence */
            evidence: string;
            /** Layers */
            layers: string[];
            limit: components["schemas"]["Limit"];
            /** Share */
            share: number | null;
            /** Title */
            title: string;
            /** Trials */
            trials: components["schemas"]["TrialDocument"][];
        };
        /**
         * FitnessCheck
         * @description One line of "is this machine fit to measure": what was looked at, and what to do about it.
         */
        FitnessCheck: {
            /**
             * Advice
             * @default
             */
            advice: string;
            /** Name */
            name: string;
            /** Ok */
            ok: boolean;
            /** Value */
            value: string;
        };
        /**
         * Flip
         * @description A picture that two variants see differently: how right the first was (0..1), and how right the second is.
         */
        Flip: {
            /** After */
            after: number;
            /** Before */
            before: number;
            /** Picture */
            picture: string;
        };
        /**
         * FolderEntry
         * @description A folder; `is_model` when it is a model by itself (a TensorFlow SavedModel).
         */
        FolderEntry: {
            /** Is Model */
            is_model: boolean;
            /** Name */
            name: string;
            /** Path */
            path: string;
        };
        /**
         * FoundObject
         * @description An object: `box` is x0, y0, x1, y1 in pixels of the upright picture. `colour` is that of its mask.
         */
        FoundObject: {
            /** Box */
            box: number[];
            /** Colour */
            colour: string;
            /** Label */
            label: number;
            /** Name */
            name: string;
            /** Score */
            score: number;
        };
        /**
         * FoundRegion
         * @description A class that some pixels were given: which share of the picture (0..1), and the colour (`#rrggbb`) of its mask.
         */
        FoundRegion: {
            /** Colour */
            colour: string;
            /** Label */
            label: number;
            /** Name */
            name: string;
            /** Share */
            share: number;
        };
        /**
         * Generated
         * @description Pictures drawn from a seed: coloured shapes with labels for every task, or noise without labels.
         *
         *     `count` pictures of `width` × `height` pixels; the same recipe always gives the same pixels.
         */
        "Generated-Input": {
            /**
             * Count
             * @default 100
             */
            count?: number;
            /**
             * Height
             * @default 224
             */
            height?: number;
            /**
             * Kind
             * @default generated
             * @constant
             */
            kind?: "generated";
            /** @default shapes */
            motif?: components["schemas"]["Motif"];
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            /**
             * Width
             * @default 224
             */
            width?: number;
        };
        /**
         * Generated
         * @description Pictures drawn from a seed: coloured shapes with labels for every task, or noise without labels.
         *
         *     `count` pictures of `width` × `height` pixels; the same recipe always gives the same pixels.
         */
        "Generated-Output": {
            /**
             * Count
             * @default 100
             */
            count: number;
            /**
             * Height
             * @default 224
             */
            height: number;
            /**
             * Kind
             * @default generated
             * @constant
             */
            kind: "generated";
            /** @default shapes */
            motif: components["schemas"]["Motif"];
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Width
             * @default 224
             */
            width: number;
        };
        /**
         * Goal
         * @description The most throughput, or the least median latency, among configurations within the limits.
         *
         *     `latency_limit_ms` is for the latency of one request at `percentile`; `memory_limit_bytes` for the peak resident set
         *     of the process that measures.
         */
        "Goal-Input": {
            /** @default throughput */
            kind?: components["schemas"]["GoalKind"];
            /** Latency Limit Ms */
            latency_limit_ms?: number | null;
            /** Memory Limit Bytes */
            memory_limit_bytes?: number | null;
            /** @default p50 */
            percentile?: components["schemas"]["LimitPercentile"];
        };
        /**
         * Goal
         * @description The most throughput, or the least median latency, among configurations within the limits.
         *
         *     `latency_limit_ms` is for the latency of one request at `percentile`; `memory_limit_bytes` for the peak resident set
         *     of the process that measures.
         */
        "Goal-Output": {
            /** @default throughput */
            kind: components["schemas"]["GoalKind"];
            /** Latency Limit Ms */
            latency_limit_ms: number | null;
            /** Memory Limit Bytes */
            memory_limit_bytes: number | null;
            /** @default p50 */
            percentile: components["schemas"]["LimitPercentile"];
        };
        /**
         * GoalKind
         * @description What the best configuration is best at.
         * @enum {string}
         */
        GoalKind: "throughput" | "latency";
        /**
         * Headline
         * @description What a benchmark is known by. Throughput in frames per second, latencies of one request in milliseconds.
         *
         *     `latency_ms` is the median, `latency_p99_ms` absent where it was not earned. `effective` comes without the engine's
         *     own properties. `stop_reason` says why measuring ended; `host`, `cpu`, `kernel`, `governor`, `cores_usable` and
         *     `versions` where it happened.
         */
        Headline: {
            /** Compile Ms */
            compile_ms: number;
            /** Cores Usable */
            cores_usable: number | null;
            /** Cpu */
            cpu: string;
            effective: components["schemas"]["EffectiveConfig"];
            /** Governor */
            governor: string | null;
            /** Host */
            host: string;
            /**
             * Kernel
             * @default
             */
            kernel: string;
            latency_ms: components["schemas"]["Estimate"];
            latency_p99_ms: components["schemas"]["Estimate"] | null;
            mode: components["schemas"]["Mode"];
            /** Peak Rss Bytes */
            peak_rss_bytes: number | null;
            /** Stop Reason */
            stop_reason: string;
            throughput_fps: components["schemas"]["Estimate"];
            verdict: components["schemas"]["Verdict"];
            /** Versions */
            versions: {
                [key: string]: string;
            };
        };
        /**
         * HelloDocument
         * @description First event of every stream; `server` changes when the server was started again.
         */
        HelloDocument: {
            /** Measuring */
            measuring: boolean;
            /** Server */
            server: string;
            /** Version */
            version: string;
        };
        /**
         * Hint
         * @description What the engine should optimise for; NONE leaves streams and threads to explicit settings.
         * @enum {string}
         */
        Hint: "throughput" | "latency" | "none";
        /**
         * Histogram
         * @description Log-linear latency histogram with three significant digits.
         *
         *     Bucket i holds latencies around `microseconds[i]`; `counts[i]` is how many. Latencies are in µs.
         */
        Histogram: {
            /** Counts */
            counts: number[];
            /** Microseconds */
            microseconds: number[];
        };
        /**
         * HistoryDocument
         * @description All benchmarks of a model as series, the one measured last first.
         *
         *     `known` says whether the model itself is in this workspace: runs of others can be imported without it. `left_out` are
         *     older benchmarks beyond the number that a history shows, `unreadable` those among the others that this dlwb cannot read.
         */
        HistoryDocument: {
            /** Known */
            known: boolean;
            /** Left Out */
            left_out: number;
            /** Model */
            model: string;
            /** Model Name */
            model_name: string;
            /** Points */
            points: number;
            /** Series */
            series: components["schemas"]["SeriesDocument"][];
            /** Unreadable */
            unreadable: number;
        };
        /**
         * ImportAnswer
         * @description Either the model, when exactly these bytes were imported before, or the run that imports it.
         *
         *     `renamed_from` is what the model was called until this import gave it another name.
         */
        ImportAnswer: {
            /** Existed */
            existed: boolean;
            model: components["schemas"]["ModelDocument"] | null;
            /** Renamed From */
            renamed_from: string | null;
            run: components["schemas"]["RunDocument"] | null;
        };
        /**
         * ImportOptions
         * @description What the user said about a model at import; everything else is read from the model or left open.
         *
         *     `shapes` and `layouts` are keyed by input name; the empty name means "the only input".
         */
        "ImportOptions-Input": {
            color_order?: components["schemas"]["ColorOrder"] | null;
            /**
             * Compress To Fp16
             * @default false
             */
            compress_to_fp16?: boolean;
            /** Layouts */
            layouts?: {
                [key: string]: string;
            };
            /** Mean */
            mean?: number[] | null;
            /** Name */
            name?: string | null;
            /** Scale */
            scale?: number[] | null;
            /** Shapes */
            shapes?: {
                [key: string]: (number | components["schemas"]["DimRange"])[];
            };
        };
        /**
         * ImportOptions
         * @description What the user said about a model at import; everything else is read from the model or left open.
         *
         *     `shapes` and `layouts` are keyed by input name; the empty name means "the only input".
         */
        "ImportOptions-Output": {
            color_order: components["schemas"]["ColorOrder"] | null;
            /**
             * Compress To Fp16
             * @default false
             */
            compress_to_fp16: boolean;
            /** Layouts */
            layouts: {
                [key: string]: string;
            };
            /** Mean */
            mean: number[] | null;
            /** Name */
            name: string | null;
            /** Scale */
            scale: number[] | null;
            /** Shapes */
            shapes: {
                [key: string]: (number | components["schemas"]["DimRange"])[];
            };
        };
        /**
         * ImportRequest
         * @description What to import: exactly one of a `path` on the server, the id of an `upload`, or the name of a `sample`.
         */
        ImportRequest: {
            /**
             * @default {
             *       "compress_to_fp16": false,
             *       "layouts": {},
             *       "shapes": {}
             *     }
             */
            options?: components["schemas"]["ImportOptions-Input"];
            /** Path */
            path?: string | null;
            /** Sample */
            sample?: string | null;
            /** Upload */
            upload?: string | null;
        };
        /**
         * InferenceConfig
         * @description The asked-for configuration; None leaves the choice to the engine.
         *
         *     `precision` is an inference precision hint (`f32`, `bf16`, `f16`). `shapes` are static input
         *     shapes by input name, in which `batch` then replaces the batch dimension. `extra` are engine
         *     properties, passed as they are.
         */
        "InferenceConfig-Input": {
            /** Batch */
            batch?: number | null;
            /**
             * Device
             * @default CPU
             */
            device?: string;
            /** Extra */
            extra?: {
                [key: string]: string;
            };
            /** @default throughput */
            hint?: components["schemas"]["Hint"];
            /** Precision */
            precision?: string | null;
            /** Requests */
            requests?: number | null;
            /** Shapes */
            shapes?: {
                [key: string]: (number | components["schemas"]["DimRange"])[];
            };
            /** Streams */
            streams?: number | null;
            /** Threads */
            threads?: number | null;
        };
        /**
         * InferenceConfig
         * @description The asked-for configuration; None leaves the choice to the engine.
         *
         *     `precision` is an inference precision hint (`f32`, `bf16`, `f16`). `shapes` are static input
         *     shapes by input name, in which `batch` then replaces the batch dimension. `extra` are engine
         *     properties, passed as they are.
         */
        "InferenceConfig-Output": {
            /** Batch */
            batch: number | null;
            /**
             * Device
             * @default CPU
             */
            device: string;
            /** Extra */
            extra: {
                [key: string]: string;
            };
            /** @default throughput */
            hint: components["schemas"]["Hint"];
            /** Precision */
            precision: string | null;
            /** Requests */
            requests: number | null;
            /** Shapes */
            shapes: {
                [key: string]: (number | components["schemas"]["DimRange"])[];
            };
            /** Streams */
            streams: number | null;
            /** Threads */
            threads: number | null;
        };
        /**
         * InterleaveRequest
         * @description How to measure side by side: windows of about `window_s` seconds, until every answer is clear or the budget is spent.
         */
        InterleaveRequest: {
            /**
             * Budget S
             * @default 60
             */
            budget_s?: number;
            /**
             * Inputs
             * @default []
             */
            inputs?: string[];
            /**
             * Min Pairs
             * @default 9
             */
            min_pairs?: number;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            /**
             * Window S
             * @default 0.5
             */
            window_s?: number;
        };
        /**
         * LatencyDocument
         * @description Latency of one request in milliseconds; a percentile that was not earned is absent (METHODS §1.7).
         */
        LatencyDocument: {
            /** Max */
            max: number;
            /** Mean */
            mean: number;
            /** Min */
            min: number;
            /** Missing */
            missing: {
                [key: string]: number;
            };
            p50: components["schemas"]["Estimate"];
            p90?: components["schemas"]["Estimate"] | null;
            p95?: components["schemas"]["Estimate"] | null;
            p99?: components["schemas"]["Estimate"] | null;
            p999?: components["schemas"]["Estimate"] | null;
        };
        /**
         * LayerCostDocument
         * @description Theory of one layer; 1 MAC = 2 FLOP.
         */
        LayerCostDocument: {
            /** Bytes Read */
            bytes_read: number;
            /** Bytes Written */
            bytes_written: number;
            /** Counted */
            counted: boolean;
            /** Gflop */
            gflop: number;
            /** Giop */
            giop: number;
            /** Gmac */
            gmac: number;
            /** Name */
            name: string;
            /** Output Shape */
            output_shape: (number | components["schemas"]["DimRange"])[] | null;
            /** Parameters */
            parameters: number;
            /** Sparsity */
            sparsity: number;
            /** Type */
            type: string;
            /** Weights Bytes */
            weights_bytes: number;
        };
        /**
         * LayerDifference
         * @description A subject's layers against the reference's: subject − reference in µs, and the ratio where both have the group.
         */
        LayerDifference: {
            delta: components["schemas"]["Delta"] | null;
            difference_us: components["schemas"]["Estimate"];
        };
        /**
         * LayerGroup
         * @description Layers of all subjects that execute the same original operations, one to many both ways.
         *
         *     `sides` has one entry per subject, None where it has no such layers; `differences` likewise, None for the reference.
         */
        LayerGroup: {
            /** Differences */
            differences: (components["schemas"]["LayerDifference"] | null)[];
            /** Operations */
            operations: string[];
            /** Sides */
            sides: (components["schemas"]["LayerSide"] | null)[];
        };
        /**
         * LayerProfile
         * @description One executed layer joined with its theory (METHODS §3).
         *
         *     Time in µs with interval; `share` of the sum over layers (0..1). `gflop` is the theory of all
         *     `origin` operations; `gflops` = gflop / time; `intensity` in FLOP per byte; `roofline` is
         *     achieved ÷ attainable (0..1) or None without ceilings; `bound` says what limits it: `compute`,
         *     `memory`, or None. `consumer` is the layer that an inserted conversion belongs to.
         */
        LayerProfile: {
            /** Bound */
            bound: string | null;
            /** Bytes Moved */
            bytes_moved: number;
            /** Consumer */
            consumer: string | null;
            /** Cpu Us */
            cpu_us: number;
            /** Gflop */
            gflop: number;
            /** Gflops */
            gflops: number | null;
            /** Intensity */
            intensity: number | null;
            /** Kernel */
            kernel: string;
            /** Name */
            name: string;
            /** Order */
            order: number;
            /** Origin */
            origin: string[];
            /** Output Layout */
            output_layout: string;
            /** Output Precision */
            output_precision: string;
            /** Output Shape */
            output_shape: (number | components["schemas"]["DimRange"])[] | null;
            /** Precision */
            precision: string;
            /** Roofline */
            roofline: number | null;
            /** Share */
            share: number;
            status: components["schemas"]["LayerStatus"];
            time_us: components["schemas"]["Estimate"];
            /** Type */
            type: string;
        };
        /**
         * LayerSide
         * @description The executed layers of one subject in a group; time in µs with interval, `share` of the subject's sum (0..1).
         */
        LayerSide: {
            /** Layers */
            layers: components["schemas"]["LayerProfile"][];
            /** Share */
            share: number;
            time_us: components["schemas"]["Estimate"];
        };
        /**
         * LayerStatus
         * @description What the engine did with a layer.
         * @enum {string}
         */
        LayerStatus: "executed" | "not_run" | "optimized_out";
        /**
         * LegendEntry
         * @description One colour (`#rrggbb`) and what it stands for.
         */
        LegendEntry: {
            /** Colour */
            colour: string;
            /** Label */
            label: string;
        };
        /**
         * Level
         * @description A stretch of a series without a step: the points `first` to `last` (both included) and their common value.
         */
        Level: {
            /** First */
            first: number;
            /** Last */
            last: number;
            value: components["schemas"]["Estimate"];
        };
        /**
         * LikenessRecord
         * @description How like its parent's the outputs of a network are: for each output, cosine and normalised squared error.
         */
        LikenessRecord: {
            /** Cosine */
            cosine: number[];
            /**
             * Kind
             * @default likeness
             * @constant
             */
            kind?: "likeness";
            /** Nmse */
            nmse: number[];
            /** Outputs */
            outputs: string[];
            /** Picture */
            picture: string;
        };
        /**
         * Limit
         * @description What holds a model back.
         * @enum {string}
         */
        Limit: "compute" | "memory" | "conversions" | "one_layer" | "overhead" | "streams" | "batch" | "precision" | "conditions";
        /**
         * LimitPercentile
         * @description Which latency a limit is about; a p99 that the sample has not earned meets no limit.
         * @enum {string}
         */
        LimitPercentile: "p50" | "p99";
        /**
         * LogDocument
         * @description A stretch of a run's log; ask again `from` the position `next` for what came after it.
         */
        LogDocument: {
            /** Next */
            next: number;
            /** Text */
            text: string;
        };
        /**
         * MachineDocument
         * @description State of the machine: environment, what follows from it, and the measured ceilings.
         */
        MachineDocument: {
            ceilings: components["schemas"]["Ceilings"] | null;
            /** Checks */
            checks: components["schemas"]["FitnessCheck"][];
            environment: components["schemas"]["Environment"];
            /** Fit */
            fit: boolean;
        };
        /**
         * MachineRequest
         * @description Look at the machine; with `ceilings` also measure the roofline of `device` (under 10 s).
         */
        MachineRequest: {
            /**
             * Ceilings
             * @default true
             */
            ceilings?: boolean;
            /**
             * Device
             * @default CPU
             */
            device?: string;
        };
        /**
         * MaskForm
         * @description What a mask covers: its box, stretched to a square of some cells (Mask R-CNN), or the network's whole input.
         * @enum {string}
         */
        MaskForm: "box" | "input";
        /**
         * MeasurePlan
         * @description How to measure (METHODS §1): the load, and when to stop.
         *
         *     Measuring stops when the 95 % interval of throughput and of the median latency is within
         *     `precision_goal` (0.01 = ±1 %) after `min_blocks` blocks of `block_s` seconds, or when
         *     `budget_s` seconds have been measured. `rate` (requests per second) and `arrivals` belong to
         *     offered load. `inputs` are files that feed the model instead of random data; `seed` makes random
         *     data and Poisson arrivals repeatable.
         */
        MeasurePlan: {
            /** @default poisson */
            arrivals: components["schemas"]["Arrivals"];
            /**
             * Block S
             * @default 1
             */
            block_s: number;
            /**
             * Budget S
             * @default 15
             */
            budget_s: number;
            /** @default standard */
            effort: components["schemas"]["Effort"];
            /**
             * Inputs
             * @default []
             */
            inputs: string[];
            /**
             * Min Block Completions
             * @default 30
             */
            min_block_completions: number;
            /**
             * Min Blocks
             * @default 10
             */
            min_blocks: number;
            /** @default closed */
            mode: components["schemas"]["Mode"];
            /**
             * Precision Goal
             * @default 0.01
             */
            precision_goal: number;
            /** Rate */
            rate: number | null;
            /**
             * Seed
             * @default 0
             */
            seed: number;
        };
        /**
         * MeasuringDocument
         * @description Whether something is being measured on this machine: the page goes quiet.
         */
        MeasuringDocument: {
            /** Measuring */
            measuring: boolean;
        };
        /**
         * Method
         * @description What is made smaller: weights and activations in 8 bits, or the weights alone.
         * @enum {string}
         */
        Method: "int8" | "weights_int8" | "weights_int4";
        /**
         * Metric
         * @description A figure with its 95 % interval; `low == high == value` means that no interval could be made.
         *
         *     All are fractions 0..1 but `nmse`, which has no upper end.
         */
        Metric: {
            /** @default higher */
            direction?: components["schemas"]["Direction"];
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Name */
            name: string;
            /** Value */
            value: number;
        };
        /**
         * MetricChange
         * @description A metric of two variants on the same pictures; the difference (second minus first) has a 95 % interval.
         *
         *     `significant`: the interval does not hold 0.
         */
        MetricChange: {
            /** After */
            after: number;
            /** Before */
            before: number;
            /** Difference */
            difference: number;
            direction: components["schemas"]["Direction"];
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Name */
            name: string;
        };
        /**
         * MissingDocument
         * @description What has not been measured yet, and the command that does it.
         */
        MissingDocument: {
            /** Command */
            command: string;
            /** What */
            what: string;
        };
        /**
         * Mode
         * @description The load that is put on the model; every latency is labelled with it (METHODS §1.8).
         * @enum {string}
         */
        Mode: "sync" | "closed" | "offered";
        /**
         * ModelBrief
         * @description What is known of a model whose files are not here. `precision` holds most of its weights.
         */
        ModelBrief: {
            format: components["schemas"]["ModelFormat"];
            /** Id */
            id: string;
            /** Inputs */
            inputs: components["schemas"]["TensorSpec"][];
            /** Name */
            name: string;
            /** Outputs */
            outputs: components["schemas"]["TensorSpec"][];
            /** Precision */
            precision: string;
        };
        /**
         * ModelDocument
         * @description A model as `dlwb model show` prints it. `size_bytes` is the size of the stored weights file.
         *
         *     `adapter` is what its outputs mean, once somebody agreed, `classes` the names of what it tells apart.
         */
        ModelDocument: {
            /** Adapter */
            adapter: components["schemas"]["Classification"] | components["schemas"]["SsdDetections"] | components["schemas"]["YoloGrids"] | components["schemas"]["YoloRows"] | components["schemas"]["Yolox"] | components["schemas"]["BoxesAndScores"] | components["schemas"]["FinalBoxes"] | components["schemas"]["Segmentation"] | null;
            /**
             * Classes
             * @default []
             */
            classes: string[];
            /** Created */
            created: string;
            /** Files */
            files: components["schemas"]["ModelFile"][];
            format: components["schemas"]["ModelFormat"];
            /** Id */
            id: string;
            /** Inputs */
            inputs: components["schemas"]["TensorSpec"][];
            /** Metadata */
            metadata: {
                [key: string]: string;
            };
            /** Name */
            name: string;
            /** Outputs */
            outputs: components["schemas"]["TensorSpec"][];
            /** Parent */
            parent: string | null;
            /** Precision */
            precision: string;
            preprocessing: components["schemas"]["Preprocessing-Output"];
            /** Recipe */
            recipe: components["schemas"]["Converted"] | components["schemas"]["Quantized"];
            /** Size Bytes */
            size_bytes: number;
            /** Task */
            task: string | null;
        };
        /**
         * ModelFile
         * @description One file of a model: `name` inside the model, size in bytes.
         */
        ModelFile: {
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /**
         * ModelFormat
         * @description The formats that can be imported, recognised by content.
         * @enum {string}
         */
        ModelFormat: "openvino" | "onnx" | "tensorflow" | "saved_model" | "tflite" | "paddle" | "keras" | "pytorch";
        /**
         * ModelListDocument
         * @description All models, newest first.
         */
        ModelListDocument: {
            /** Models */
            models: components["schemas"]["ModelListEntry"][];
        };
        /**
         * ModelListEntry
         * @description A model in a list, with the best figures any run reached so far.
         */
        ModelListEntry: {
            /** Best Latency Ms */
            best_latency_ms: number | null;
            /** Best Throughput Fps */
            best_throughput_fps: number | null;
            /** Last Run */
            last_run: string | null;
            model: components["schemas"]["ModelDocument"];
            /** Runs */
            runs: number;
        };
        /**
         * Motif
         * @description What generated pictures show.
         * @enum {string}
         */
        Motif: "shapes" | "noise";
        /**
         * NamedScore
         * @description A class by its number and its name (the number, where nobody knows it), and the score 0..1.
         */
        NamedScore: {
            /** Label */
            label: number;
            /** Name */
            name: string;
            /** Score */
            score: number;
        };
        /**
         * NetworkKind
         * @description A kind of network that is quantized by rules of its own.
         * @enum {string}
         */
        NetworkKind: "transformer";
        /**
         * ObjectRecord
         * @description `hits` of the `objects` that had to be found were found at an overlap of 0.5, by detections of at least `SURE`.
         *
         *     `extra` detections of at least that score found nothing.
         */
        ObjectRecord: {
            detected: components["schemas"]["Detected"];
            /** Extra */
            extra: number;
            /** Hits */
            hits: number;
            /**
             * Kind
             * @default objects
             * @constant
             */
            kind?: "objects";
            /** Objects */
            objects: number;
            /** Picture */
            picture: string;
        };
        /**
         * OperationGroup
         * @description Operations that can only go back to floating point together, because they share a quantizer.
         *
         *     Names are those of the graph of the parent.
         */
        OperationGroup: {
            /** Operations */
            operations: string[];
        };
        /**
         * OptionProblem
         * @description One wrong option of a form or a command line.
         */
        OptionProblem: {
            /** Message */
            message: string;
            /** Option */
            option: string;
        };
        /**
         * Origin
         * @description Where an imported run came from: the host that exported it, with which dlwb, when; and when it was imported.
         *
         *     Times are UTC, ISO 8601. `model` describes the model as it was there, None where the exporting host had none.
         */
        Origin: {
            /** Dlwb */
            dlwb: string;
            /** Exported */
            exported: string;
            /** Host */
            host: string;
            /** Imported */
            imported: string;
            model: components["schemas"]["ModelBrief"] | null;
        };
        /**
         * Outcome
         * @description What became of the bound (METHODS §6); `unbounded`: there was none.
         * @enum {string}
         */
        Outcome: "met" | "met_on_sample" | "not_met" | "unbounded";
        /**
         * OutputLikeness
         * @description How like another model's one output is, over all pictures.
         */
        OutputLikeness: {
            cosine: components["schemas"]["Metric"];
            nmse: components["schemas"]["Metric"];
            /** Output */
            output: string;
        };
        /**
         * OverlayDocument
         * @description Colours of the nodes of both graphs, and which nodes belong together.
         *
         *     `original` and `runtime` map node names to `#rrggbb`; a node that is missing keeps the viewer's own colour.
         *     `to_runtime` maps an original name to the executed layers it went into, `to_original` back, in order.
         */
        OverlayDocument: {
            by: components["schemas"]["ColourBy"];
            /** Legend */
            legend: components["schemas"]["LegendEntry"][];
            /** Model */
            model: string;
            /** Original */
            original: {
                [key: string]: string;
            };
            /** Run */
            run: string | null;
            /** Runtime */
            runtime: {
                [key: string]: string;
            };
            /** To Original */
            to_original: {
                [key: string]: string[];
            };
            /** To Runtime */
            to_runtime: {
                [key: string]: string[];
            };
        };
        /**
         * PadPosition
         * @description Where a letterboxed picture lies: in the middle, or in the top left corner.
         * @enum {string}
         */
        PadPosition: "centre" | "corner";
        /**
         * PairedAccuracy
         * @description Two variants on the same pictures. `flips` come with the largest loss first.
         */
        PairedAccuracy: {
            /** Changes */
            changes: components["schemas"]["MetricChange"][];
            /** Flips */
            flips: components["schemas"]["Flip"][];
            /** P Value */
            p_value: number | null;
            /** Samples */
            samples: number;
        };
        /**
         * PairedComparison
         * @description Two to six subjects measured side by side; the first is the reference.
         */
        PairedComparison: {
            environment: components["schemas"]["Environment"];
            /** Pairs */
            pairs: number;
            /** Stop Reason */
            stop_reason: string;
            /** Subjects */
            subjects: components["schemas"]["PairedSubject"][];
        };
        /**
         * PairedSubject
         * @description One subject measured beside the reference: absolute figures, and the paired differences (none for the reference).
         *
         *     `noise` is the host's own A/A noise of throughput, from the windows of the same subject in the same pair.
         */
        PairedSubject: {
            /** Compile Ms */
            compile_ms: number;
            /** Deltas */
            deltas: components["schemas"]["Delta"][];
            effective: components["schemas"]["EffectiveConfig"];
            latency_ms: components["schemas"]["Estimate"];
            /** Model Name */
            model_name: string;
            /** Noise */
            noise: number;
            subject: components["schemas"]["CompareSubject"];
            throughput_fps: components["schemas"]["Estimate"];
        };
        /**
         * PictureOrder
         * @description The order of pictures: by score, by how far it moved against another run (losses first), or by true class.
         * @enum {string}
         */
        PictureOrder: "worst" | "best" | "change" | "class";
        /**
         * PictureOutcome
         * @description What became of a picture.
         *
         *     `right`: its first class, or all its objects and no other; of pixels and likeness, at least 99 % of the score. `wrong`: it
         *     is not. `missed`: an object was not found; `extra`: something was found where nothing had to be.
         * @enum {string}
         */
        PictureOutcome: "wrong" | "right" | "missed" | "extra";
        /**
         * PictureRecordDocument
         * @description What a model said of one picture: `position` is that of the dataset's list, `score` (0..1) how right it was.
         *
         *     `truth` is what the dataset says of it (None: the dataset was removed). Against another run, `other` is what that one said,
         *     `other_score` how right it was, and `change` the score less the other's (above 0: this run is the better one); None where
         *     the other run has not seen the picture. `right` has an entry for each detection of `record`: whether it found an object
         *     (null: what it found need not be found, so it is neither right nor wrong), however low its score; `other_right` the same of
         *     `other`. None: there are no detections, or the dataset was removed.
         */
        PictureRecordDocument: {
            /** Change */
            change: number | null;
            /** Other */
            other: components["schemas"]["ClassRecord"] | components["schemas"]["ObjectRecord"] | components["schemas"]["PixelRecord"] | components["schemas"]["LikenessRecord"] | null;
            /** Other Right */
            other_right: (boolean | null)[] | null;
            /** Other Score */
            other_score: number | null;
            /** Position */
            position: number;
            /** Record */
            record: components["schemas"]["ClassRecord"] | components["schemas"]["ObjectRecord"] | components["schemas"]["PixelRecord"] | components["schemas"]["LikenessRecord"];
            /** Right */
            right: (boolean | null)[] | null;
            /** Score */
            score: number;
            truth: components["schemas"]["SampleDocument"] | null;
        };
        /**
         * PictureRecordsDocument
         * @description Some pictures of an accuracy run, the worst first unless asked otherwise; `total` counts all that fit.
         */
        PictureRecordsDocument: {
            /** Samples */
            samples: components["schemas"]["PictureRecordDocument"][];
            /** Total */
            total: number;
        };
        /**
         * PixelFilter
         * @description How a pixel of the resized picture is computed from those of the original.
         *
         *     ANTIALIAS, BICUBIC and AREA average over all pixels that fall into the new one (Pillow's BILINEAR, BICUBIC and BOX, as
         *     in torchvision); LINEAR looks at the four nearest only, also when the picture shrinks (OpenCV's INTER_LINEAR, and
         *     TensorFlow's bilinear resize); NEAREST takes the nearest.
         * @enum {string}
         */
        PixelFilter: "antialias" | "bicubic" | "area" | "linear" | "nearest";
        /**
         * PixelRecord
         * @description How many pixels of true class `cells[i][0]` were given the class `cells[i][1]`: `cells[i][2]`.
         */
        PixelRecord: {
            /** Cells */
            cells: number[][];
            /**
             * Kind
             * @default pixels
             * @constant
             */
            kind?: "pixels";
            /** Picture */
            picture: string;
            segmented: components["schemas"]["Segmented"];
        };
        /**
         * PlanRequest
         * @description How to measure; what is left out comes from the effort (`GET /plans`).
         */
        PlanRequest: {
            /** @default poisson */
            arrivals?: components["schemas"]["Arrivals"];
            /** Budget S */
            budget_s?: number | null;
            /** @default standard */
            effort?: components["schemas"]["Effort"];
            /**
             * Inputs
             * @default []
             */
            inputs?: string[];
            /** @default closed */
            mode?: components["schemas"]["Mode"];
            /** Rate */
            rate?: number | null;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
        };
        /**
         * PlansDocument
         * @description The plan of every effort, and the defaults of a benchmark and of a profile.
         */
        PlansDocument: {
            /** Arrivals */
            arrivals: components["schemas"]["Arrivals"][];
            default_config: components["schemas"]["InferenceConfig-Output"];
            default_effort: components["schemas"]["Effort"];
            /** Efforts */
            efforts: components["schemas"]["MeasurePlan"][];
            /** Hints */
            hints: components["schemas"]["Hint"][];
            /** Modes */
            modes: components["schemas"]["Mode"][];
            /** Profile Inferences */
            profile_inferences: number;
        };
        /**
         * PointDocument
         * @description One configuration of a search: measured (`run`, `headline`), impossible (`failure`), or still to come (neither).
         */
        PointDocument: {
            config: components["schemas"]["InferenceConfig-Output"];
            failure: components["schemas"]["Failure"] | null;
            headline: components["schemas"]["Headline"] | null;
            /** Run */
            run: string | null;
        };
        /**
         * PrecisionTransition
         * @description How often, and at what cost, data changes precision between executed layers.
         */
        PrecisionTransition: {
            /** Count */
            count: number;
            /** Source */
            source: string;
            /** Target */
            target: string;
            /** Time Us */
            time_us: number;
        };
        /**
         * Preprocessing
         * @description What has to happen to a picture before the network sees it; None: not known, never guessed.
         *
         *     The network's input is `(pixel - mean) / scale`, per channel in `color_order`, pixels 0..255.
         *     A single mean or scale counts for all channels, where their number is not known.
         *     `origin` says where the values came from: `options` (the user), `metadata` (the model file), `family` (what is usual for
         *     networks of its kind) or `trial` (what did best on a few labelled pictures). `confirmed`: a person agreed.
         */
        "Preprocessing-Input": {
            color_order?: components["schemas"]["ColorOrder"] | null;
            /**
             * Confirmed
             * @default false
             */
            confirmed?: boolean;
            /** Layout */
            layout?: string | null;
            /** Mean */
            mean?: number[] | null;
            /** Origin */
            origin?: ("options" | "metadata" | "mixed" | "family" | "trial") | null;
            resize?: components["schemas"]["Resize-Input"] | null;
            /** Scale */
            scale?: number[] | null;
        };
        /**
         * Preprocessing
         * @description What has to happen to a picture before the network sees it; None: not known, never guessed.
         *
         *     The network's input is `(pixel - mean) / scale`, per channel in `color_order`, pixels 0..255.
         *     A single mean or scale counts for all channels, where their number is not known.
         *     `origin` says where the values came from: `options` (the user), `metadata` (the model file), `family` (what is usual for
         *     networks of its kind) or `trial` (what did best on a few labelled pictures). `confirmed`: a person agreed.
         */
        "Preprocessing-Output": {
            color_order: components["schemas"]["ColorOrder"] | null;
            /**
             * Confirmed
             * @default false
             */
            confirmed: boolean;
            /** Layout */
            layout: string | null;
            /** Mean */
            mean: number[] | null;
            /** Origin */
            origin: ("options" | "metadata" | "mixed" | "family" | "trial") | null;
            resize: components["schemas"]["Resize-Output"] | null;
            /** Scale */
            scale: number[] | null;
        };
        /**
         * Preset
         * @description `performance`: all ranges symmetric. `mixed`: activations asymmetric, more exact for networks without ReLU.
         * @enum {string}
         */
        Preset: "performance" | "mixed";
        /**
         * ProfileDocument
         * @description Where the time goes, layer by layer (METHODS §3).
         */
        ProfileDocument: {
            /** By Precision */
            by_precision: components["schemas"]["Share"][];
            /** By Type */
            by_type: components["schemas"]["Share"][];
            ceilings: components["schemas"]["Ceilings"] | null;
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            effective: components["schemas"]["EffectiveConfig"];
            environment: components["schemas"]["Environment"];
            /** Fused Away */
            fused_away: number;
            /** Inferences */
            inferences: number;
            latency_ms: components["schemas"]["Estimate"];
            /** Layers */
            layers: components["schemas"]["LayerProfile"][];
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            /** Probe Factor */
            probe_factor: number;
            profiled_latency_ms: components["schemas"]["Estimate"];
            /** Run */
            run: string;
            /** Transitions */
            transitions: components["schemas"]["PrecisionTransition"][];
            /** Unexplained Share */
            unexplained_share: number;
        };
        /**
         * ProfileRequest
         * @description Which model to profile, in which configuration, over how many inferences at least.
         */
        ProfileRequest: {
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /**
             * Inferences
             * @default 30
             */
            inferences?: number;
            /** Model */
            model: string;
        };
        /**
         * Progress
         * @description How far a run is: `fraction` 0..1 or None when unknown, one line of words, and the seconds left where known.
         *
         *     `message` goes on where `phase` ends, in small letters, so that both can be read as one: "compiling for CPU".
         */
        Progress: {
            /** Fraction */
            fraction: number | null;
            /** Left S */
            left_s: number | null;
            /**
             * Message
             * @default
             */
            message: string;
            /**
             * Phase
             * @default
             */
            phase: string;
        };
        /**
         * ProvisionalDocument
         * @description A configuration that is still in the race of a search for the best: its figures so far, which are not final.
         *
         *     `laps` is how many short stretches it ran; the intervals (95 %) hold the drift of the host between them.
         */
        ProvisionalDocument: {
            config: components["schemas"]["InferenceConfig-Output"];
            /** Laps */
            laps: number;
            latency_ms: components["schemas"]["Estimate"];
            throughput_fps: components["schemas"]["Estimate"];
        };
        /**
         * QuantizationOptions
         * @description How to quantize.
         *
         *     `network` None: found out from the graph. `smooth_quant` is its strength 0..1, None what suits the kind of network, a
         *     negative one switches it off. Operations named in `keep_names` (as in the graph of the model) or of a type in
         *     `keep_types` stay in floating point. `group_size` and `ratio` are for 4-bit weights only: how many weights share a
         *     scale (-1: a whole channel), and the share of weights in 4 bits, the most sensitive others being left in 8.
         */
        "QuantizationOptions-Input": {
            /** @default fast */
            correction?: components["schemas"]["BiasCorrection"];
            /**
             * Group Size
             * @default 128
             */
            group_size?: number;
            /**
             * Keep Names
             * @default []
             */
            keep_names?: string[];
            /**
             * Keep Types
             * @default []
             */
            keep_types?: string[];
            /** @default int8 */
            method?: components["schemas"]["Method"];
            network?: components["schemas"]["NetworkKind"] | null;
            /** @default performance */
            preset?: components["schemas"]["Preset"];
            /**
             * Ratio
             * @default 1
             */
            ratio?: number;
            /** Smooth Quant */
            smooth_quant?: number | null;
        };
        /**
         * QuantizationOptions
         * @description How to quantize.
         *
         *     `network` None: found out from the graph. `smooth_quant` is its strength 0..1, None what suits the kind of network, a
         *     negative one switches it off. Operations named in `keep_names` (as in the graph of the model) or of a type in
         *     `keep_types` stay in floating point. `group_size` and `ratio` are for 4-bit weights only: how many weights share a
         *     scale (-1: a whole channel), and the share of weights in 4 bits, the most sensitive others being left in 8.
         */
        "QuantizationOptions-Output": {
            /** @default fast */
            correction: components["schemas"]["BiasCorrection"];
            /**
             * Group Size
             * @default 128
             */
            group_size: number;
            /**
             * Keep Names
             * @default []
             */
            keep_names: string[];
            /**
             * Keep Types
             * @default []
             */
            keep_types: string[];
            /** @default int8 */
            method: components["schemas"]["Method"];
            network: components["schemas"]["NetworkKind"] | null;
            /** @default performance */
            preset: components["schemas"]["Preset"];
            /**
             * Ratio
             * @default 1
             */
            ratio: number;
            /** Smooth Quant */
            smooth_quant: number | null;
        };
        /**
         * QuantizeDocument
         * @description A smaller version of a model, and how it came about (METHODS §6). Drops and metrics are fractions 0..1.
         *
         *     `verdict` says it in a sentence. `model` is the version, `parent` what it was made from. `drop` is what was lost of
         *     `metric` (of the parent's value where the bound is relative), `drop_high` the upper end of its 95 % interval. `attempts`
         *     are all candidates, `ranking` how sensitive operations are, `kept_float` those that stayed in floating point in the end.
         *     `comparison` has parent and version measured side by side, `baseline_run` and `accuracy_run` are runs with the accuracy of
         *     both on the same pictures, or on recorded inputs where `sample_kind` says so. `options` are those that the version was made
         *     with. `bytes` are sizes of stored weights.
         */
        QuantizeDocument: {
            /** Accuracy Run */
            accuracy_run: string | null;
            /** Attempts */
            attempts: components["schemas"]["Attempt"][];
            /** Baseline */
            baseline: number | null;
            baseline_metric: components["schemas"]["Metric"] | null;
            /** Baseline Run */
            baseline_run: string | null;
            bound: components["schemas"]["Bound-Output"] | null;
            calibration: components["schemas"]["Subset-Output"];
            /** Calibration Pictures */
            calibration_pictures: number;
            /** Chosen */
            chosen: number | null;
            comparison: components["schemas"]["PairedComparison"] | null;
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            /** Dataset */
            dataset: string | null;
            /** Drop */
            drop: number | null;
            /** Drop High */
            drop_high: number | null;
            /** Drop Low */
            drop_low: number | null;
            /** Existed */
            existed: boolean;
            /** Final */
            final: number | null;
            final_metric: components["schemas"]["Metric"] | null;
            /** Kept Float */
            kept_float: string[];
            /** Metric */
            metric: string;
            /** Model */
            model: string;
            /** Model Bytes */
            model_bytes: number | null;
            /** Model Name */
            model_name: string;
            network: components["schemas"]["NetworkKind"] | null;
            /** Notes */
            notes: string[];
            options: components["schemas"]["QuantizationOptions-Output"];
            outcome: components["schemas"]["Outcome"];
            /** Parent */
            parent: string;
            /** Parent Bytes */
            parent_bytes: number | null;
            /** Parent Name */
            parent_name: string;
            /** Ranking */
            ranking: components["schemas"]["RankedGroup"][];
            /** Run */
            run: string;
            sample_kind: components["schemas"]["SampleKind"];
            /** Stages */
            stages: {
                [key: string]: number;
            };
            validation: components["schemas"]["Subset-Output"];
            /** Validation Pictures */
            validation_pictures: number;
            /** Verdict */
            verdict: string;
        };
        /**
         * QuantizeEstimate
         * @description What a quantization would use of a dataset of `pictures` pictures or recorded inputs, and what that can tell.
         *
         *     `metrics` are those that a bound can be about, the usual one first. `sentences` have to be said before it is started.
         */
        QuantizeEstimate: {
            /** Calibration Pictures */
            calibration_pictures: number;
            /** Metrics */
            metrics: string[];
            /** Pictures */
            pictures: number;
            /** Sentences */
            sentences: string[];
            /** Validation Pictures */
            validation_pictures: number;
        };
        /**
         * QuantizeHeadline
         * @description What a quantization is known by: the version, what the bound says of it, and the metric of the parent and of the version.
         *
         *     The metrics are None where nothing was measured. `speed` is throughput, version ÷ parent, side by side; None: not measured.
         *     `model` is None in headlines that are older than this field.
         */
        QuantizeHeadline: {
            baseline: components["schemas"]["Metric"] | null;
            final: components["schemas"]["Metric"] | null;
            /**
             * Kind
             * @default quantize
             * @constant
             */
            kind: "quantize";
            /** Model */
            model: string | null;
            outcome: components["schemas"]["Outcome"];
            speed: components["schemas"]["Estimate"] | null;
        };
        /**
         * QuantizeRequest
         * @description Which model to make smaller, with which pictures, and how much may be lost.
         *
         *     `accuracy` says how candidates are measured, its `subset` which pictures are for validation; without one these are all that
         *     are not for `calibration`, unless they may `overlap`. With `like_parent` candidates are held against the model's own
         *     outputs instead of against labels, and so they are where there are no labels. Without a `dataset` only weights can be made
         *     smaller. A `calibration` without a size has the usual one, chosen by its seed.
         */
        QuantizeRequest: {
            /**
             * @default {
             *       "classes": [],
             *       "config": {
             *         "device": "CPU",
             *         "extra": {},
             *         "hint": "throughput",
             *         "shapes": {}
             *       },
             *       "settings": {},
             *       "subset": {
             *         "seed": 0
             *       }
             *     }
             */
            accuracy?: components["schemas"]["AccuracyWish"];
            bound?: components["schemas"]["Bound-Input"] | null;
            calibration?: components["schemas"]["Subset-Input"] | null;
            /** Dataset */
            dataset?: string | null;
            /**
             * Like Parent
             * @default false
             */
            like_parent?: boolean;
            /** Model */
            model: string;
            /** Name */
            name?: string | null;
            /**
             * @default {
             *       "correction": "fast",
             *       "group_size": 128,
             *       "keep_names": [],
             *       "keep_types": [],
             *       "method": "int8",
             *       "preset": "performance",
             *       "ratio": 1
             *     }
             */
            options?: components["schemas"]["QuantizationOptions-Input"];
            /**
             * Overlap
             * @default false
             */
            overlap?: boolean;
        };
        /**
         * Quantized
         * @description Recipe of a version with smaller numbers: the run that made it, which tool, from which pictures, within which bound.
         *
         *     `kept_float` are operations that were put back to floating point to keep the bound.
         */
        Quantized: {
            bound: components["schemas"]["Bound-Output"] | null;
            calibration: components["schemas"]["Subset-Output"];
            /** Dataset */
            dataset: string | null;
            /** Kept Float */
            kept_float: string[];
            /**
             * Kind
             * @default quantized
             * @constant
             */
            kind: "quantized";
            options: components["schemas"]["QuantizationOptions-Output"];
            outcome: components["schemas"]["Outcome"];
            /** Run */
            run: string;
            /** Tool */
            tool: string;
        };
        /**
         * RankedGroup
         * @description How much a group of operations costs in accuracy when in 8 bits, and how much in time when not.
         *
         *     `sensitivity` is the noise that its 8 bits, all else exact, leave in the outputs of the network, as a share of their power
         *     (normalised squared error, no upper end); of many groups, those that were not tried so have an estimate on the same scale.
         *     `cost_us` is how much longer an inference takes with the group in floating point; None: could not be measured.
         */
        RankedGroup: {
            /** Cost Us */
            cost_us: number | null;
            group: components["schemas"]["OperationGroup"];
            /** Sensitivity */
            sensitivity: number;
        };
        /**
         * Reading
         * @description All that an accuracy hangs on beside the weights: how pictures go in, what outputs mean, what classes are called.
         *
         *     `classes` are names in the order of the network's scores, without a background; empty: its classes are those of the
         *     dataset, by number.
         */
        Reading: {
            /** Adapter */
            adapter: components["schemas"]["Classification"] | components["schemas"]["SsdDetections"] | components["schemas"]["YoloGrids"] | components["schemas"]["YoloRows"] | components["schemas"]["Yolox"] | components["schemas"]["BoxesAndScores"] | components["schemas"]["FinalBoxes"] | components["schemas"]["Segmentation"];
            /**
             * Classes
             * @default []
             */
            classes: string[];
            preprocessing: components["schemas"]["Preprocessing-Output"];
        };
        /**
         * ReadingRequest
         * @description How a model is read: as an accuracy `run` of it did, and beyond that as said; None leaves what is there.
         */
        ReadingRequest: {
            /** Classes */
            classes?: string[] | null;
            preprocessing?: components["schemas"]["Preprocessing-Input"] | null;
            /** Run */
            run?: string | null;
            /** Settings */
            settings?: {
                [key: string]: string;
            } | null;
        };
        /**
         * RenameRequest
         * @description The new name of a model.
         */
        RenameRequest: {
            /** Name */
            name: string;
        };
        /**
         * Resize
         * @description The resize rule of a network, with what it needs.
         *
         *     `shorter_side` (CROP) is the size of the picture's shorter side before the middle is cut out, in pixels; None: that of
         *     the network's input. `pad` (LETTERBOX) is the value of the padding's pixels, 0..255, before mean and scale.
         */
        "Resize-Input": {
            /** @default antialias */
            filter?: components["schemas"]["PixelFilter"];
            /**
             * Pad
             * @default 114
             */
            pad?: number;
            /** @default centre */
            position?: components["schemas"]["PadPosition"];
            /** @default stretch */
            rule?: components["schemas"]["ResizeRule"];
            /** Shorter Side */
            shorter_side?: number | null;
        };
        /**
         * Resize
         * @description The resize rule of a network, with what it needs.
         *
         *     `shorter_side` (CROP) is the size of the picture's shorter side before the middle is cut out, in pixels; None: that of
         *     the network's input. `pad` (LETTERBOX) is the value of the padding's pixels, 0..255, before mean and scale.
         */
        "Resize-Output": {
            /** @default antialias */
            filter: components["schemas"]["PixelFilter"];
            /**
             * Pad
             * @default 114
             */
            pad: number;
            /** @default centre */
            position: components["schemas"]["PadPosition"];
            /** @default stretch */
            rule: components["schemas"]["ResizeRule"];
            /** Shorter Side */
            shorter_side: number | null;
        };
        /**
         * ResizeRule
         * @description How a picture is made as large as the network's input.
         *
         *     STRETCH ignores the picture's proportions. CROP scales the shorter side and cuts the middle out. LETTERBOX scales until
         *     the whole picture fits, and pads what is left.
         * @enum {string}
         */
        ResizeRule: "stretch" | "crop" | "letterbox";
        /**
         * RetagRequest
         * @description Tags that several runs get, and tags that are taken off them; one in both is kept.
         */
        RetagRequest: {
            /**
             * Add
             * @default []
             */
            add?: string[];
            /** Ids */
            ids: string[];
            /**
             * Remove
             * @default []
             */
            remove?: string[];
        };
        /**
         * RivalDocument
         * @description One rival: a model in a precision; the first row is the reference, and has no changes.
         *
         *     `accuracy` is null when the run `accuracy_run` was removed, `change` and `flips` also when the dataset was and they cannot be
         *     worked out without it; the caveats say so.
         *
         *     `precision` is what ran, as read back. `change` is that of `metric` on the same pictures (rival minus reference), `word` what
         *     it means, `flips` how many pictures the two see differently; `throughput` and `latency` are ratios, rival ÷ reference,
         *     measured in turns.
         */
        RivalDocument: {
            accuracy: components["schemas"]["Metric"] | null;
            /** Accuracy Run */
            accuracy_run: string;
            change: components["schemas"]["MetricChange"] | null;
            config: components["schemas"]["InferenceConfig-Output"];
            /** Flips */
            flips: number | null;
            /** Label */
            label: string;
            latency: components["schemas"]["Delta"] | null;
            latency_ms: components["schemas"]["Estimate"];
            /** Model */
            model: string;
            /** Model Name */
            model_name: string;
            /** Precision */
            precision: string;
            throughput: components["schemas"]["Delta"] | null;
            throughput_fps: components["schemas"]["Estimate"];
            word: components["schemas"]["ChangeWord"] | null;
        };
        /**
         * RivalsDocument
         * @description Every reduced precision of a device beside f32, and a quantized version where there is one. `metric` leads.
         *
         *     `pictures` of the dataset, chosen as `subset` says, were shown to all of them; `shown` says it in a sentence (0 and empty
         *     when all measurements of accuracy were removed).
         */
        RivalsDocument: {
            /** Caveats */
            caveats: string[];
            /** Created */
            created: string;
            /** Dataset */
            dataset: string;
            /** Dataset Name */
            dataset_name: string;
            /** Metric */
            metric: string;
            /** Model */
            model: string;
            /** Model Name */
            model_name: string;
            /** Pairs */
            pairs: number;
            /** Pictures */
            pictures: number;
            /** Rivals */
            rivals: components["schemas"]["RivalDocument"][];
            /** Run */
            run: string;
            /** Shown */
            shown: string;
            subset: components["schemas"]["Subset-Output"];
            /** Verdict */
            verdict: string;
        };
        /**
         * RivalsRequest
         * @description Which model to measure in which `precisions` (all that the device offers if left out), on which pictures.
         *
         *     `version` is a quantized version to measure with them, the newest one if left out.
         */
        RivalsRequest: {
            /**
             * @default {
             *       "classes": [],
             *       "config": {
             *         "device": "CPU",
             *         "extra": {},
             *         "hint": "throughput",
             *         "shapes": {}
             *       },
             *       "settings": {},
             *       "subset": {
             *         "seed": 0
             *       }
             *     }
             */
            accuracy?: components["schemas"]["AccuracyWish"];
            /**
             * Budget S
             * @default 60
             */
            budget_s?: number;
            /** Dataset */
            dataset: string;
            /** Model */
            model: string;
            /**
             * Precisions
             * @default []
             */
            precisions?: string[];
            /** Version */
            version?: string | null;
        };
        /**
         * RunChoicesDocument
         * @description What the runs of a workspace can be filtered by, the most used first; points of searches are not counted.
         */
        RunChoicesDocument: {
            /** Devices */
            devices: components["schemas"]["ChoiceDocument"][];
            /** Hosts */
            hosts: components["schemas"]["ChoiceDocument"][];
            /** Tags */
            tags: components["schemas"]["ChoiceDocument"][];
        };
        /**
         * RunDocument
         * @description A run in a list: what, where it stands, and its headline when it is a finished benchmark.
         *
         *     `config` and `plan` are there for the kinds that have them; `parent` is the search that a run is a point of.
         *     `tags` and `note` are what a person wrote beside it; `imported_from` says that it was made elsewhere.
         *     `dataset` is the one that it used or made, `bound` what a quantization may lose at most, `tried` what a try shows. `accuracy`
         *     is the headline of a finished accuracy run, `result` that of a finished search (its best point), side-by-side comparison or
         *     quantization.
         */
        RunDocument: {
            accuracy: components["schemas"]["AccuracyHeadline"] | null;
            bound: components["schemas"]["Bound-Output"] | null;
            config: components["schemas"]["InferenceConfig-Output"] | null;
            /** Created */
            created: string;
            /** Dataset */
            dataset: string | null;
            /** Ended */
            ended: string | null;
            failure: components["schemas"]["Failure"] | null;
            headline: components["schemas"]["Headline"] | null;
            /** Id */
            id: string;
            imported_from: components["schemas"]["Origin"] | null;
            /** Kind */
            kind: string;
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            /** Note */
            note: string;
            /** Parent */
            parent: string | null;
            plan: components["schemas"]["MeasurePlan"] | null;
            progress: components["schemas"]["Progress"];
            /** Result */
            result: components["schemas"]["SearchHeadline"] | components["schemas"]["ComparisonHeadline"] | components["schemas"]["QuantizeHeadline"] | null;
            /** Started */
            started: string | null;
            state: components["schemas"]["RunState"];
            /** Tags */
            tags: string[];
            tried: components["schemas"]["TriedDocument"] | null;
        };
        /**
         * RunImportDocument
         * @description What an import of runs did: ids that are new here, ids that were here already, and models that are not here.
         */
        RunImportDocument: {
            /** Added */
            added: string[];
            /** Skipped */
            skipped: string[];
            /** Unknown Models */
            unknown_models: string[];
        };
        /**
         * RunListDocument
         * @description A page of runs, newest first; `total` counts all that fit the filter.
         */
        RunListDocument: {
            /** Runs */
            runs: components["schemas"]["RunDocument"][];
            /** Total */
            total: number;
        };
        /**
         * RunSort
         * @description What a list of runs can be ordered by.
         * @enum {string}
         */
        RunSort: "created" | "throughput" | "latency" | "model";
        /**
         * RunState
         * @description queued → starting → running → succeeded | failed | cancelled | lost.
         * @enum {string}
         */
        RunState: "queued" | "starting" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        /**
         * RunsQuestion
         * @description Several runs by their whole ids, as many as a page of the list may have.
         */
        RunsQuestion: {
            /** Ids */
            ids: string[];
        };
        /**
         * RunsRemovedDocument
         * @description The runs that were removed, without the points of searches that went with them.
         */
        RunsRemovedDocument: {
            /** Removed */
            removed: string[];
        };
        /**
         * RunsRequest
         * @description Several runs, by id or unique beginning of one.
         */
        RunsRequest: {
            /** Ids */
            ids: string[];
        };
        /**
         * RunsRetaggedDocument
         * @description The runs whose tags are others now; those that had just these before are not among them.
         */
        RunsRetaggedDocument: {
            /** Changed */
            changed: string[];
        };
        /**
         * RunsUpload
         * @description The id of an upload that holds one file of runs.
         */
        RunsUpload: {
            /** Upload */
            upload: string;
        };
        /**
         * SaliencyMap
         * @description How much each place of the picture speaks for a class.
         *
         *     `values` is the file of the run with the map, an array of floats (`.npy`) over the part of the picture `x0, y0, x1, y1`
         *     (`covers`, in pixels of the upright picture). RISE: the mean score where the place is seen; occlusion: how far the score
         *     falls where it is covered. `low` and `high` are the smallest and the largest value, `score` that of the class on the whole
         *     picture, and `label` the class's number.
         */
        SaliencyMap: {
            /** Covers */
            covers: number[];
            /** High */
            high: number;
            /** Label */
            label: number;
            /** Low */
            low: number;
            /** Name */
            name: string;
            /** Score */
            score: number;
            /** Values */
            values: string;
        };
        /**
         * SaliencyMethod
         * @description How a map is made; both only look at scores, so that every classifier can be asked.
         *
         *     RISE shows the picture through many random masks (Petsiuk, Das, Saenko: RISE, BMVC 2018). OCCLUSION covers one place after
         *     another (Zeiler, Fergus: Visualizing and Understanding Convolutional Networks, ECCV 2014).
         * @enum {string}
         */
        SaliencyMethod: "rise" | "occlusion";
        /**
         * SaliencyOptions
         * @description How a map is made.
         *
         *     A mask of RISE has `cells` × `cells` cells over the picture; occlusion covers a `cells`-th of each side, at `steps` places
         *     along each. `label` is the number or the name of the class to explain; None: the first model's best.
         */
        "SaliencyOptions-Input": {
            /**
             * Cells
             * @default 7
             */
            cells?: number;
            /** Label */
            label?: string | null;
            /**
             * Masks
             * @default 1000
             */
            masks?: number;
            /** @default rise */
            method?: components["schemas"]["SaliencyMethod"];
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            /**
             * Steps
             * @default 14
             */
            steps?: number;
        };
        /**
         * SaliencyOptions
         * @description How a map is made.
         *
         *     A mask of RISE has `cells` × `cells` cells over the picture; occlusion covers a `cells`-th of each side, at `steps` places
         *     along each. `label` is the number or the name of the class to explain; None: the first model's best.
         */
        "SaliencyOptions-Output": {
            /**
             * Cells
             * @default 7
             */
            cells: number;
            /** Label */
            label: string | null;
            /**
             * Masks
             * @default 1000
             */
            masks: number;
            /** @default rise */
            method: components["schemas"]["SaliencyMethod"];
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Steps
             * @default 14
             */
            steps: number;
        };
        /**
         * SampleDocument
         * @description One picture of a dataset. `position` is its place in the list of all, which the picture's addresses hold.
         *
         *     Sizes and boxes are in pixels of the upright picture. Of recorded inputs, `picture` is their file, and both sizes are 0.
         */
        SampleDocument: {
            /** Boxes */
            boxes: components["schemas"]["Box"][] | null;
            /** Has Mask */
            has_mask: boolean;
            /** Height */
            height: number;
            /** Label */
            label: number | null;
            /** Mask Labels */
            mask_labels: number[];
            /** Picture */
            picture: string;
            /** Position */
            position: number;
            /** Width */
            width: number;
        };
        /**
         * SampleKind
         * @description What the samples of a dataset are: pictures, or recorded inputs of a network; the value is the word for one.
         * @enum {string}
         */
        SampleKind: "picture" | "sample";
        /**
         * SampleListDocument
         * @description Names that an import accepts as `sample`.
         */
        SampleListDocument: {
            /** Samples */
            samples: string[];
        };
        /**
         * SamplePageDocument
         * @description Some pictures of a dataset in the order of its labels; `total` counts all that show the class asked for.
         */
        SamplePageDocument: {
            /** Samples */
            samples: components["schemas"]["SampleDocument"][];
            /** Total */
            total: number;
        };
        /**
         * ScatterPoint
         * @description One measured configuration of a subject; `chosen` is the one that stands for it.
         */
        ScatterPoint: {
            /** Chosen */
            chosen: boolean;
            config: components["schemas"]["InferenceConfig-Output"];
            latency_ms: components["schemas"]["Estimate"];
            /** Run */
            run: string | null;
            throughput_fps: components["schemas"]["Estimate"];
        };
        /**
         * SearchDocument
         * @description How a search stands, also while it runs: its points, the front among them, and the best under its goal.
         *
         *     `pareto` are runs from the lowest latency to the highest. `nearest` is the run that comes closest to limits that no
         *     point meets. `total` counts the points of the whole space, `measured` those done. Who has asked before asks again from
         *     `next` on, and gets in `points` only what has ended since. `provisional` are all that are in the race now, each time.
         */
        SearchDocument: {
            best: components["schemas"]["BestDocument"] | null;
            /** Failed */
            failed: number;
            goal: components["schemas"]["Goal-Output"];
            /** Kind */
            kind: string;
            /** Measured */
            measured: number;
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            nearest: components["schemas"]["BestDocument"] | null;
            /** Next */
            next: number;
            /** Pareto */
            pareto: string[];
            /** Points */
            points: components["schemas"]["PointDocument"][];
            progress: components["schemas"]["Progress"];
            /** Provisional */
            provisional: components["schemas"]["ProvisionalDocument"][];
            /** Run */
            run: string;
            state: components["schemas"]["RunState"];
            /** Total */
            total: number;
        };
        /**
         * SearchHeadline
         * @description What a search is known by: the figures of the configuration that it recommends, units as in `Headline`, and what it is.
         *
         *     `fits` False: no configuration meets the limits, and the figures are those of the nearest. `points` counts what was
         *     measured.
         */
        SearchHeadline: {
            /** Batch */
            batch: number;
            /** Fits */
            fits: boolean;
            /**
             * Kind
             * @default search
             * @constant
             */
            kind: "search";
            latency_ms: components["schemas"]["Estimate"];
            /** Points */
            points: number;
            /** Requests */
            requests: number;
            /** Streams */
            streams: number | null;
            throughput_fps: components["schemas"]["Estimate"];
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * SearchSpace
         * @description Configurations around `base`: every combination of the values of each axis; an empty axis keeps the base's value.
         *
         *     `cells` are chosen (batch, streams) pairs; where there are any they take the place of the axes `batch` and `streams`.
         *     `requests_per_stream` are requests as multiples of the streams; they take the place of `requests` at points with
         *     explicit streams, because 4 requests are plenty for one stream and leave most of 16 idle.
         */
        "SearchSpace-Input": {
            base?: components["schemas"]["InferenceConfig-Input"];
            /**
             * Batch
             * @default []
             */
            batch?: number[];
            /**
             * Cells
             * @default []
             */
            cells?: number[][];
            /**
             * Hints
             * @default []
             */
            hints?: components["schemas"]["Hint"][];
            /**
             * Precisions
             * @default []
             */
            precisions?: string[];
            /**
             * Requests
             * @default []
             */
            requests?: number[];
            /**
             * Requests Per Stream
             * @default []
             */
            requests_per_stream?: number[];
            /**
             * Shapes
             * @default []
             */
            shapes?: {
                [key: string]: (number | components["schemas"]["DimRange"])[];
            }[];
            /**
             * Streams
             * @default []
             */
            streams?: number[];
            /**
             * Threads
             * @default []
             */
            threads?: number[];
        };
        /**
         * SearchSpace
         * @description Configurations around `base`: every combination of the values of each axis; an empty axis keeps the base's value.
         *
         *     `cells` are chosen (batch, streams) pairs; where there are any they take the place of the axes `batch` and `streams`.
         *     `requests_per_stream` are requests as multiples of the streams; they take the place of `requests` at points with
         *     explicit streams, because 4 requests are plenty for one stream and leave most of 16 idle.
         */
        "SearchSpace-Output": {
            base: components["schemas"]["InferenceConfig-Output"];
            /**
             * Batch
             * @default []
             */
            batch: number[];
            /**
             * Cells
             * @default []
             */
            cells: number[][];
            /**
             * Hints
             * @default []
             */
            hints: components["schemas"]["Hint"][];
            /**
             * Precisions
             * @default []
             */
            precisions: string[];
            /**
             * Requests
             * @default []
             */
            requests: number[];
            /**
             * Requests Per Stream
             * @default []
             */
            requests_per_stream: number[];
            /**
             * Shapes
             * @default []
             */
            shapes: {
                [key: string]: (number | components["schemas"]["DimRange"])[];
            }[];
            /**
             * Streams
             * @default []
             */
            streams: number[];
            /**
             * Threads
             * @default []
             */
            threads: number[];
        };
        /**
         * Segmentation
         * @description A class for each pixel: scores in `NCHW` or `NHWC`, or the number of the class in `NHW`, `NCHW` or `NHWC` (`chosen`).
         *
         *     A single channel of scores is that of class 1, and above 0.5 after `activation` it is 1, otherwise 0. With `smooth` scores
         *     are interpolated to the picture's size before the best is taken, otherwise each pixel takes the nearest one's class.
         *     `first_label` is the value that the masks of a dataset have for the network's first class.
         */
        Segmentation: {
            /** @default none */
            activation: components["schemas"]["Activation"];
            /**
             * Chosen
             * @default false
             */
            chosen: boolean;
            /**
             * First Label
             * @default 0
             */
            first_label: number;
            /**
             * Kind
             * @default segmentation
             * @constant
             */
            kind: "segmentation";
            /**
             * Layout
             * @default NCHW
             */
            layout: string;
            /** Output */
            output: string;
            /**
             * Smooth
             * @default false
             */
            smooth: boolean;
        };
        /**
         * Segmented
         * @description A class for each pixel of the stored picture: for each class that occurs, COCO's compressed run lengths.
         *
         *     Pixels without one have `NO_CLASS`.
         */
        Segmented: {
            /** Height */
            height: number;
            /**
             * Kind
             * @default segmented
             * @constant
             */
            kind?: "segmented";
            /** Labels */
            labels: number[];
            /** Masks */
            masks: string[];
            /** Width */
            width: number;
        };
        /**
         * Selection
         * @description Which of many boxes are detections.
         *
         *     Scores below `floor` do not count. Of two boxes of one class that overlap by more than `overlap` (intersection over
         *     union) the one with the lower score goes; None: they all stay. At most `most` are left for a picture. With `multi` a box
         *     can be a detection of several classes, otherwise only of its best.
         */
        Selection: {
            /**
             * Floor
             * @default 0.01
             */
            floor?: number;
            /**
             * Most
             * @default 100
             */
            most?: number;
            /**
             * Multi
             * @default true
             */
            multi?: boolean;
            /**
             * Overlap
             * @default 0.5
             */
            overlap?: number | null;
        };
        /**
         * SeriesDocument
         * @description Benchmarks that differ in nothing but time and versions, oldest first, with the steps in them.
         */
        SeriesDocument: {
            /** Cpu */
            cpu: string;
            /** Device */
            device: string;
            effective: components["schemas"]["EffectiveConfig"];
            /** Extra */
            extra: {
                [key: string]: string;
            };
            /** Host */
            host: string;
            /** Key */
            key: string;
            latency_ms: components["schemas"]["FigureDocument"];
            mode: components["schemas"]["Mode"];
            /** Points */
            points: components["schemas"]["TrendPoint"][];
            /** Rate */
            rate: number | null;
            /** Steps */
            steps: components["schemas"]["StepDocument"][];
            throughput_fps: components["schemas"]["FigureDocument"];
        };
        /**
         * SettingEntry
         * @description One setting; `variable` is the environment variable that sets it.
         */
        SettingEntry: {
            /** Name */
            name: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "default" | "file" | "environment" | "command line";
            /** Value */
            value: string;
            /** Variable */
            variable: string;
        };
        /**
         * SettingsDocument
         * @description All settings, read-only: they are set in `file` or by variables, and need a restart.
         */
        SettingsDocument: {
            /** File */
            file: string;
            /** Settings */
            settings: components["schemas"]["SettingEntry"][];
        };
        /**
         * ShapeExample
         * @description Sizes that the network was seen to take, with those of its other inputs; for a person to choose, never used by itself.
         *
         *     `origin`: the `file` says that it was made for them, or a `trial` of usual ones found them.
         */
        ShapeExample: {
            /**
             * Origin
             * @enum {string}
             */
            origin: "file" | "trial";
            /** Sizes */
            sizes: number[];
        };
        /**
         * Share
         * @description A named part of a whole: layer time in µs, share of the sum (0..1), how many layers.
         */
        Share: {
            /** Count */
            count: number;
            /** Name */
            name: string;
            /** Share */
            share: number;
            /** Time Us */
            time_us: number;
        };
        /**
         * SkippedDocument
         * @description A configuration that could not be measured, and why.
         */
        SkippedDocument: {
            config: components["schemas"]["InferenceConfig-Output"];
            failure: components["schemas"]["Failure"];
        };
        /**
         * SpeedDocument
         * @description Parent and version measured in turns by `run`, in configuration `config`; ratios are version ÷ parent.
         */
        SpeedDocument: {
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            latency: components["schemas"]["Delta"];
            /** Pairs */
            pairs: number;
            parent_fps: components["schemas"]["Estimate"];
            parent_ms: components["schemas"]["Estimate"];
            /** Run */
            run: string;
            throughput: components["schemas"]["Delta"];
            version_fps: components["schemas"]["Estimate"];
            version_ms: components["schemas"]["Estimate"];
        };
        /**
         * SsdDetections
         * @description Caffe's DetectionOutput, `[1, 1, N, 7]`: number in the batch (-1 ends), class, score, box.
         *
         *     With `background` class 0 means nothing and class 1 is the first.
         */
        SsdDetections: {
            /**
             * Background
             * @default true
             */
            background: boolean;
            /**
             * Kind
             * @default ssd
             * @constant
             */
            kind: "ssd";
            /** Output */
            output: string;
            /**
             * @default {
             *       "floor": 0.01,
             *       "most": 100,
             *       "multi": true
             *     }
             */
            select: components["schemas"]["Selection"];
            /** @default share */
            unit: components["schemas"]["BoxUnit"];
        };
        /**
         * StatusDocument
         * @description The server at a glance; `running` is the run that works now, `cpu` the processor's name.
         */
        StatusDocument: {
            /** Cpu */
            cpu: string;
            /** Engine */
            engine: string;
            /** Queued */
            queued: number;
            running: components["schemas"]["RunDocument"] | null;
            /** Uptime S */
            uptime_s: number;
            /** Version */
            version: string;
            /** Workspace */
            workspace: string;
        };
        /**
         * StepDocument
         * @description A lasting change of a figure, seen first in `run`, the point `at` of its series.
         *
         *     `what` is `throughput_fps` or `latency_ms`; `ratio` = after ÷ before; `word` says whether that is faster or slower.
         *     `changes` are the versions and host conditions that became different there.
         */
        StepDocument: {
            /** At */
            at: number;
            /** Changes */
            changes: components["schemas"]["Change"][];
            /** Created */
            created: string;
            ratio: components["schemas"]["Estimate"];
            /** Run */
            run: string;
            /** What */
            what: string;
            word: components["schemas"]["Word"];
        };
        /**
         * SubjectRequest
         * @description What to measure beside others: a model in a configuration, or what a run measured.
         */
        SubjectRequest: {
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /**
             * Label
             * @default
             */
            label?: string;
            /** Model */
            model?: string | null;
            /** Run */
            run?: string | null;
        };
        /**
         * Subset
         * @description A part of a dataset: `count` pictures or `percent` of them, chosen by `seed`; neither: all.
         *
         *     The same seed gives the same pictures, and a larger part holds the smaller one. The pictures of `apart_from`, another part
         *     of the same dataset, are left out before anything is counted; those are first of all pictures without the labels that count.
         */
        "Subset-Input": {
            apart_from?: components["schemas"]["Subset-Input"] | null;
            /** Count */
            count?: number | null;
            /** Percent */
            percent?: number | null;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
        };
        /**
         * Subset
         * @description A part of a dataset: `count` pictures or `percent` of them, chosen by `seed`; neither: all.
         *
         *     The same seed gives the same pictures, and a larger part holds the smaller one. The pictures of `apart_from`, another part
         *     of the same dataset, are left out before anything is counted; those are first of all pictures without the labels that count.
         */
        "Subset-Output": {
            apart_from?: components["schemas"]["Subset-Output"] | null;
            /** Count */
            count?: number | null;
            /** Percent */
            percent?: number | null;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
        };
        /**
         * SweepDocument
         * @description The result of a sweep: every point as a benchmark, the front, the best, and what could not be measured.
         */
        SweepDocument: {
            best: components["schemas"]["BestDocument"] | null;
            /** Created */
            created: string;
            goal: components["schemas"]["Goal-Output"];
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            nearest: components["schemas"]["BestDocument"] | null;
            /** Pareto */
            pareto: string[];
            plan: components["schemas"]["MeasurePlan"];
            /** Run */
            run: string;
            /** Runs */
            runs: components["schemas"]["BenchmarkDocument"][];
            /** Skipped */
            skipped: components["schemas"]["SkippedDocument"][];
            state: components["schemas"]["RunState"];
        };
        /**
         * SweepEstimate
         * @description What a sweep would be: its points, how many models are compiled, and about how many seconds it takes.
         *
         *     `needs_confirmation`: it is so large that the start has to say `confirm`.
         */
        SweepEstimate: {
            /** Compilations */
            compilations: number;
            /** Needs Confirmation */
            needs_confirmation: boolean;
            /** Points */
            points: number;
            /** Seconds */
            seconds: number;
        };
        /**
         * SweepRequest
         * @description Which model to sweep, over which space, and how to measure each point.
         *
         *     `goal` says which point is shown as the best. An enormous sweep has to be confirmed.
         */
        SweepRequest: {
            /**
             * Confirm
             * @default false
             */
            confirm?: boolean;
            goal?: components["schemas"]["Goal-Input"];
            /** Model */
            model: string;
            plan?: components["schemas"]["PlanRequest"];
            space: components["schemas"]["SearchSpace-Input"];
        };
        /**
         * Task
         * @description What a network does with a picture, and what a dataset has labels for.
         * @enum {string}
         */
        Task: "classification" | "detection" | "segmentation" | "instance_segmentation";
        /**
         * TensorSpec
         * @description One input or output of a model.
         *
         *     `shape` is None when even the number of dimensions is unknown; `dtype` is the element type in
         *     the engine's spelling (`f32`, `u8`, `i64`, …); `layout` is a string such as `NCHW`, or None when
         *     nobody said. `example` is for an input whose shape is not fixed; None where nothing that was tried fits the network.
         *     It does not count when tensors are compared.
         */
        TensorSpec: {
            /** Dtype */
            dtype: string;
            example?: components["schemas"]["ShapeExample"] | null;
            /** Layout */
            layout?: string | null;
            /** Name */
            name: string;
            /** Shape */
            shape: (number | components["schemas"]["DimRange"])[] | null;
        };
        /**
         * TheoryDocument
         * @description What a network costs in theory: floating-point and 8-bit operations (10^9), and stored weights by element type.
         */
        TheoryDocument: {
            /** Gflop */
            gflop: number;
            /** Giop */
            giop: number;
            /** Parameters */
            parameters: number;
            /** Weights Bytes */
            weights_bytes: number;
            /** Weights Bytes By Precision */
            weights_bytes_by_precision: {
                [key: string]: number;
            };
        };
        /**
         * ThresholdPointDocument
         * @description Detections of at least the score `threshold`: `hits` found an object, `extra` found none; `missed` objects are left.
         *
         *     `precision` is hits over detections (None: there is none), `recall` hits over objects (None: there is none), `f1` twice the
         *     hits over objects and detections (None: there is neither).
         */
        ThresholdPointDocument: {
            /** Extra */
            extra: number;
            /** F1 */
            f1: number | null;
            /** Hits */
            hits: number;
            /** Missed */
            missed: number;
            /** Precision */
            precision: number | null;
            /** Recall */
            recall: number | null;
            /** Threshold */
            threshold: number;
        };
        /**
         * ThresholdsDocument
         * @description What a detector finds at each confidence threshold, of one class (`label`) or of all; boxes overlap by `iou` at least.
         *
         *     `best` is the point with the best F1 (None: nothing was found). `sure` is the threshold that the records of pictures and
         *     the confusion count by; `objects` is how many had to be found.
         */
        ThresholdsDocument: {
            best: components["schemas"]["ThresholdPointDocument"] | null;
            /** Iou */
            iou: number;
            /** Label */
            label: number | null;
            /** Objects */
            objects: number;
            /** Points */
            points: components["schemas"]["ThresholdPointDocument"][];
            /** Run */
            run: string;
            /** Sure */
            sure: number;
        };
        /**
         * TrendPoint
         * @description One benchmark of a series. `latency_ms` is the median; `conditions` are versions and the state of the host.
         *
         *     `parent` is the search that the run is a point of; `imported` says that it came from another workspace.
         */
        TrendPoint: {
            /** Conditions */
            conditions: {
                [key: string]: string;
            };
            /** Created */
            created: string;
            /**
             * Imported
             * @default false
             */
            imported: boolean;
            latency_ms: components["schemas"]["Estimate"];
            /** Parent */
            parent: string | null;
            /** Run */
            run: string;
            throughput_fps: components["schemas"]["Estimate"];
            verdict: components["schemas"]["VerdictStatus"];
        };
        /**
         * TrialDocument
         * @description A configuration worth trying, as the two subjects of a side-by-side comparison.
         *
         *     `run` is the comparison once somebody started it, `deltas` its answer once it is there: did it help?
         */
        TrialDocument: {
            /** Caution */
            caution: string;
            /** Deltas */
            deltas: components["schemas"]["Delta"][];
            /** Label */
            label: string;
            run: components["schemas"]["RunDocument"] | null;
            /** Subjects */
            subjects: components["schemas"]["CompareSubject"][];
        };
        /**
         * TriedDocument
         * @description What a try shows to which models: the `picture` as the user calls it, and how it was asked where they look, if at all.
         */
        TriedDocument: {
            /** Models */
            models: string[];
            /** Picture */
            picture: string;
            saliency: components["schemas"]["SaliencyMethod"] | null;
        };
        /**
         * TriedReading
         * @description A reading that was tried on a few labelled pictures: how right it was there (0..1), and what speaks for it.
         *
         *     `score` None: it was not tried, because the pictures have no labels or others were clearly better before.
         */
        TriedReading: {
            /**
             * Pictures
             * @default 0
             */
            pictures: number;
            reading: components["schemas"]["Reading"];
            /** Reason */
            reason: string;
            /** Score */
            score: number | null;
        };
        /**
         * TryDocument
         * @description A picture, and what one or two models say of it. Sizes in pixels, upright; scores are fractions 0..1.
         *
         *     `truth` names what the picture's dataset says that it shows. With `saliency` (what was asked for) each answer has a map;
         *     `scale` holds the values of both. Nothing here is a measurement of speed.
         */
        TryDocument: {
            /** Answers */
            answers: components["schemas"]["AnswerDocument"][];
            config: components["schemas"]["InferenceConfig-Output"];
            /** Created */
            created: string;
            /** Dataset */
            dataset: string | null;
            environment: components["schemas"]["Environment"];
            /** Height */
            height: number;
            /** Picture */
            picture: string;
            /** Position */
            position: number | null;
            /** Run */
            run: string;
            saliency: components["schemas"]["SaliencyOptions-Output"] | null;
            /** Scale */
            scale: number[] | null;
            /** Truth */
            truth: string[];
            /** Width */
            width: number;
        };
        /**
         * TryRequest
         * @description One or two models, and exactly one picture: the id of an `upload`, a `path` on the server, that of a `dataset` at a
         *     `position`, or that of an earlier try (`run`).
         *
         *     `family`, `settings`, `preprocessing`, `background` and `classes` as for an accuracy run; `top` is how many classes a
         *     classifier tells. With `saliency` it is found out where classifiers look.
         */
        TryRequest: {
            /** Background */
            background?: boolean | null;
            /**
             * Classes
             * @default []
             */
            classes?: string[];
            /**
             * @default {
             *       "device": "CPU",
             *       "extra": {},
             *       "hint": "throughput",
             *       "shapes": {}
             *     }
             */
            config?: components["schemas"]["InferenceConfig-Input"];
            /** Dataset */
            dataset?: string | null;
            /** Family */
            family?: string | null;
            /** Models */
            models: string[];
            /** Path */
            path?: string | null;
            /**
             * Position
             * @default 0
             */
            position?: number;
            preprocessing?: components["schemas"]["Preprocessing-Input"] | null;
            /** Run */
            run?: string | null;
            saliency?: components["schemas"]["SaliencyOptions-Input"] | null;
            /** Settings */
            settings?: {
                [key: string]: string;
            };
            /**
             * Top
             * @default 5
             */
            top?: number;
            /** Upload */
            upload?: string | null;
        };
        /**
         * TuneDocument
         * @description What a search for the best found.
         *
         *     `best` is the answer, None when no configuration meets the limits; `nearest` then is the run that comes closest.
         *     `baselines` are the runs of the engine's own hints. `comparison` is the answer (second subject) measured side by side
         *     with the better hint (first subject), None where they are the same or no hint meets the limits. `runs` are all that
         *     was measured, `candidates` counts what could have been, `tried` what was or turned out not to be possible.
         */
        TuneDocument: {
            /** Baselines */
            baselines: string[];
            best: components["schemas"]["BestDocument"] | null;
            /** Budget S */
            budget_s: number;
            /** Candidates */
            candidates: number;
            comparison: components["schemas"]["PairedComparison"] | null;
            /** Created */
            created: string;
            goal: components["schemas"]["Goal-Output"];
            /** Model */
            model: string | null;
            /** Model Name */
            model_name: string;
            nearest: components["schemas"]["BestDocument"] | null;
            /** Pareto */
            pareto: string[];
            /** Run */
            run: string;
            /** Runs */
            runs: components["schemas"]["BenchmarkDocument"][];
            /** Skipped */
            skipped: components["schemas"]["SkippedDocument"][];
            space: components["schemas"]["SearchSpace-Output"];
            state: components["schemas"]["RunState"];
            /** Stop Reason */
            stop_reason: string;
            /** Tried */
            tried: number;
        };
        /**
         * TuneEstimate
         * @description What a search would look at: the space with what the user left open filled in, and how many configurations that is.
         *
         *     `candidates` counts the engine's own hints too. `seconds` is the most the search takes, `sweep_seconds` about what it
         *     would take to measure all of them quickly.
         */
        TuneEstimate: {
            /** Candidates */
            candidates: number;
            /** Compilations */
            compilations: number;
            /** Seconds */
            seconds: number;
            space: components["schemas"]["SearchSpace-Output"];
            /** Sweep Seconds */
            sweep_seconds: number;
        };
        /**
         * TuneRequest
         * @description For which model the best configuration is looked for, by which goal and limits, where, and for how long.
         *
         *     An axis of the space without values is filled in from the device and the model (`POST /runs/tune/estimate` shows it).
         */
        TuneRequest: {
            /**
             * Budget S
             * @default 60
             */
            budget_s?: number;
            goal?: components["schemas"]["Goal-Input"];
            /**
             * Inputs
             * @default []
             */
            inputs?: string[];
            /** Model */
            model: string;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            space?: components["schemas"]["SearchSpace-Input"];
        };
        /**
         * UncountedDocument
         * @description Operations without a cost rule; `time_share` is the share of the executed time of the layers that hold them.
         *
         *     It is None where the model was not profiled, or no layer of the profile holds them.
         */
        UncountedDocument: {
            /** Count */
            count: number;
            /** Time Share */
            time_share: number | null;
            /** Type */
            type: string;
        };
        /**
         * UploadDocument
         * @description A new, empty upload: PUT its files, then import it. `limit_bytes` is the most it may hold.
         */
        UploadDocument: {
            /** Id */
            id: string;
            /** Limit Bytes */
            limit_bytes: number;
        };
        /**
         * UploadedFile
         * @description One file of an upload as it lies on the server's disk.
         */
        UploadedFile: {
            /** Name */
            name: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * Verdict
         * @description Judgement on a measurement: the worst status found, with every reason and what to do.
         */
        Verdict: {
            /**
             * Reasons
             * @default []
             */
            reasons?: string[];
            status: components["schemas"]["VerdictStatus"];
        };
        /**
         * VerdictStatus
         * @description Whether a figure can be trusted.
         * @enum {string}
         */
        VerdictStatus: "ok" | "noisy" | "not_steady" | "throttled" | "contended";
        /**
         * VersionDocument
         * @description A version beside its parent: how right, how large, how fast, in which numbers; and why it is no faster.
         *
         *     `made` says in words how it was made. What was not measured is None and stands in `missing`. `speeds` says of what each is,
         *     where `speed` and `explanation` have a speed-up.
         */
        VersionDocument: {
            accuracy: components["schemas"]["AccuracyComparisonDocument"] | null;
            explanation: components["schemas"]["ExplanationDocument"] | null;
            /** Made */
            made: string;
            /** Missing */
            missing: components["schemas"]["MissingDocument"][];
            model: components["schemas"]["ModelDocument"];
            /** Model Bytes */
            model_bytes: number;
            model_executed: components["schemas"]["ExecutedDocument"] | null;
            model_theory: components["schemas"]["TheoryDocument"] | null;
            parent: components["schemas"]["ModelDocument"];
            /** Parent Bytes */
            parent_bytes: number;
            parent_executed: components["schemas"]["ExecutedDocument"] | null;
            parent_theory: components["schemas"]["TheoryDocument"] | null;
            speed: components["schemas"]["SpeedDocument"] | null;
            /** Speeds */
            speeds: string | null;
            /** Verdict */
            verdict: string;
        };
        /**
         * VersionEntryDocument
         * @description A version in a list; `made` says in words how it was made, `depth` how many steps it is from the model asked for.
         */
        VersionEntryDocument: {
            /** Depth */
            depth: number;
            /** Made */
            made: string;
            model: components["schemas"]["ModelDocument"];
        };
        /**
         * VersionListDocument
         * @description All versions that were made from a model, and from those, the oldest first; the model itself leads.
         */
        VersionListDocument: {
            /** Versions */
            versions: components["schemas"]["VersionEntryDocument"][];
        };
        /**
         * Word
         * @description The answer of a comparison (METHODS §2).
         * @enum {string}
         */
        Word: "faster" | "slower" | "same" | "cant_tell" | "smaller" | "larger";
        /**
         * YoloGrids
         * @description Raw grids with anchors (YOLOv2 to v5): each anchor has x, y, w, h, the object's score and one for each class.
         *
         *     `stretch` of a head makes sigmoids reach the borders of a cell: sigmoid·stretch - (stretch - 1)/2. `activated`: the
         *     network has taken the sigmoids (and softmax) itself, as OpenVINO's RegionYolo does.
         */
        YoloGrids: {
            /**
             * Activated
             * @default false
             */
            activated: boolean;
            /** Classes */
            classes: number;
            /** Heads */
            heads: components["schemas"]["YoloHead"][];
            /**
             * Kind
             * @default yolo_grids
             * @constant
             */
            kind: "yolo_grids";
            /**
             * @default {
             *       "floor": 0.005,
             *       "most": 100,
             *       "multi": true,
             *       "overlap": 0.45
             *     }
             */
            select: components["schemas"]["Selection"];
            /** @default v3 */
            version: components["schemas"]["YoloVersion"];
        };
        /**
         * YoloHead
         * @description One grid: its output, and the width and height of its anchors, in pixels of the network's input.
         */
        YoloHead: {
            /** Anchors */
            anchors: number[][];
            /** Output */
            output: string;
            /**
             * Stretch
             * @default 1
             */
            stretch: number;
        };
        /**
         * YoloRows
         * @description Decoded boxes as rows: centre, size, the object's score if there is one (`objectness`), and one for each class.
         *
         *     YOLOv5, v6 and v7 give `[N, rows, 5 + classes]`, v8 to v12 `[N, 4 + classes, rows]` (`transposed`). Networks for instances
         *     have further columns, the weights of the masks in the output `prototypes`.
         */
        YoloRows: {
            /** @default none */
            activation: components["schemas"]["Activation"];
            /**
             * Kind
             * @default yolo_rows
             * @constant
             */
            kind: "yolo_rows";
            /** Objectness */
            objectness: boolean;
            /** Output */
            output: string;
            /** Prototypes */
            prototypes: string | null;
            /**
             * @default {
             *       "floor": 0.01,
             *       "most": 100,
             *       "multi": true,
             *       "overlap": 0.6
             *     }
             */
            select: components["schemas"]["Selection"];
            /** Transposed */
            transposed: boolean;
            /** @default input */
            unit: components["schemas"]["BoxUnit"];
        };
        /**
         * YoloVersion
         * @description How a grid's numbers become a box.
         *
         *     V2 and V3: centre = (sigmoid + cell) / grid, size = anchor·exp. V2 takes the softmax over the classes, V3 (and V4, whose
         *     `stretch` is not 1) the sigmoid of each. V5 (also V7): centre = (2·sigmoid - 0.5 + cell) / grid, size = anchor·(2·sigmoid)².
         * @enum {string}
         */
        YoloVersion: "v2" | "v3" | "v5";
        /**
         * Yolox
         * @description YOLOX as exported by its authors: rows are the cells of grids, row by row, one grid for each stride.
         *
         *     Centre = (xy + cell)·stride, size = exp(wh)·stride, score = object's · class's (sigmoids taken by the network).
         */
        Yolox: {
            /**
             * Kind
             * @default yolox
             * @constant
             */
            kind: "yolox";
            /** Output */
            output: string;
            /**
             * @default {
             *       "floor": 0.01,
             *       "most": 100,
             *       "multi": false,
             *       "overlap": 0.5
             *     }
             */
            select: components["schemas"]["Selection"];
            /**
             * Strides
             * @default [
             *       8,
             *       16,
             *       32
             *     ]
             */
            strides: number[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    browse: {
        parameters: {
            query?: {
                path?: string;
                /** @description whose possible files are listed */
                what?: "models" | "datasets";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowseDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    compare_stored: {
        parameters: {
            query: {
                /** @description Ids of 2 to 6 runs or models, the reference first */
                run: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_datasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    import_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetImportRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    remove_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    change_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_dataset_samples: {
        parameters: {
            query?: {
                /** @description only pictures that show this class */
                label?: number | null;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplePageDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_mask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": unknown;
                    "image/jpeg": unknown;
                    "image/png": unknown;
                    "image/webp": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_thumbnail: {
        parameters: {
            query?: {
                /** @description 64, 128, 256 or 512 */
                side?: number;
            };
            header?: never;
            path: {
                id: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: {
                refresh?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    follow_events: {
        parameters: {
            query?: {
                /** @description As Last-Event-ID, for a page that opens a stream anew. */
                last?: string | null;
            };
            header?: {
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_machine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineDocument"] | null;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    import_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            /** @description Imported before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAnswer"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAnswer"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    remove_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    rename_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_advice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdviceDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_against_parent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    analyse_model: {
        parameters: {
            query?: {
                /** @description Input shape `name=1,3,224,224`, one for each input; the only input needs no name. */
                shape?: string[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_explanation: {
        parameters: {
            query?: {
                /** @description the model to hold it against; its parent if left out */
                against?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    download_model_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_overlay: {
        parameters: {
            query?: {
                by?: components["schemas"]["ColourBy"];
                run?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverlayDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    configure_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlansDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                /** @description import, benchmark, profile, sweep, …; repeatable */
                kind?: string[];
                /** @description repeatable */
                state?: components["schemas"]["RunState"][];
                /** @description repeatable; any of them */
                model?: string[];
                /** @description the points of searches too */
                points?: boolean;
                /** @description without what was imported from elsewhere */
                own?: boolean;
                /** @description words that must all occur */
                search?: string;
                /** @description repeatable; a run has all of them */
                tag?: string[];
                /** @description repeatable; any of them */
                device?: string[];
                /** @description repeatable; any of them */
                host?: string[];
                /** @description repeatable; any of them */
                verdict?: components["schemas"]["VerdictStatus"][];
                /** @description a date, a time, or how long ago: 2026-07-01, 12h, 7d, 4w */
                since?: string | null;
                /** @description like since; a date counts as a whole */
                until?: string | null;
                sort?: components["schemas"]["RunSort"];
                order?: "asc" | "desc";
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_accuracy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccuracyRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_benchmark: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BenchmarkRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_compare: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_explain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    export_runs: {
        parameters: {
            query?: {
                /** @description repeatable */
                run?: string[];
                /** @description all runs of this model */
                model?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    export_many_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunsRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    import_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunsUpload"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunImportDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    examine_machine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MachineRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_quantize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuantizeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    estimate_quantize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuantizeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuantizeEstimate"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunsQuestion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    remove_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunsRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunsRemovedDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_rivals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RivalsRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SweepRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    estimate_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SweepRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepEstimate"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunChoicesDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    retag_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetagRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunsRetaggedDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_try: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    start_tune: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TuneRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    estimate_tune: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TuneRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TuneEstimate"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    remove_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    annotate_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnotationRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_accuracy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccuracyDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    download_accuracy_csv: {
        parameters: {
            query?: {
                /** @description another run on the same dataset, the reference */
                against?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    download_accuracy_report: {
        parameters: {
            query?: {
                /** @description another run on the same dataset, the reference */
                against?: string | null;
                /** @description how many pictures are shown in it */
                pictures?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    compare_accuracy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                other: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccuracyComparisonDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_accuracy_samples: {
        parameters: {
            query?: {
                /** @description only pictures that show this class */
                label?: number | null;
                /** @description only pictures for which the model gave this class */
                given?: number | null;
                /** @description only pictures with this outcome */
                outcome?: components["schemas"]["PictureOutcome"] | null;
                /** @description by how right the model was, by change, or by class */
                sort?: components["schemas"]["PictureOrder"];
                /** @description another run on the same dataset, the reference */
                against?: string | null;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureRecordsDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_predicted_mask: {
        parameters: {
            query?: {
                /** @description instances below this score are left out */
                threshold?: number;
            };
            header?: never;
            path: {
                id: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_thresholds: {
        parameters: {
            query?: {
                /** @description only this class */
                label?: number | null;
                /** @description overlap from which on an object is found */
                iou?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThresholdsDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_benchmark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BenchmarkDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    cancel_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_compare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    continue_search: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_explain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    download_run_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_log: {
        parameters: {
            query?: {
                from?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_points: {
        parameters: {
            query?: {
                limit_ms?: number | null;
                from?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_quantize: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuantizeDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_attempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptsDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_rivals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RivalsDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_try: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TryDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_tried_mask: {
        parameters: {
            query?: {
                /** @description id of a model, or the beginning of one; the first one without */
                model?: string;
                /** @description objects with a lower score are left out */
                threshold?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_tried_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": unknown;
                    "image/jpeg": unknown;
                    "image/png": unknown;
                    "image/webp": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_saliency: {
        parameters: {
            query?: {
                /** @description id of a model, or the beginning of one; the first one without */
                model?: string;
                /** @description both models on one scale, or this one on its own */
                common?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_tune: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TuneDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    list_samples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleListDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    read_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    open_upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDocument"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    drop_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                filename: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedFile"];
                };
            };
            /** @description What went wrong, and the next step. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocument"];
                };
            };
        };
    };
}
