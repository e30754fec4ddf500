//! What `deploy/` and the Debian package name is there.

use super::root;
use std::fs;

#[test]
fn the_package_holds_files_that_are_there() {
    let manifest = fs::read_to_string(root().join("server/Cargo.toml")).expect("a manifest");
    let deb = manifest.split_once("[package.metadata.deb]").expect("the package").1;
    let named: Vec<&str> =
        deb.split('"').filter(|text| text.starts_with("../")).map(|text| &text[3..]).collect();
    assert!(named.len() > 10, "{named:?}");
    for name in named {
        let plain = name.split('*').next().expect("a name");
        assert!(root().join(plain).exists(), "{name} is not there");
    }
    for unit in ["citycenter.service", "citycenter-backup.service", "citycenter-backup.timer"] {
        let text = fs::read_to_string(root().join("deploy/systemd").join(unit)).expect("a unit");
        let programs = text.lines().filter_map(|line| line.strip_prefix("ExecStart=")?.split(' ').next());
        for program in programs {
            let installed = program.trim_start_matches('/');
            let (folder, _) = installed.rsplit_once('/').expect("a folder");
            let packed = [installed.to_owned(), format!("{folder}/")]
                .iter()
                .any(|to| deb.contains(&format!("\"{to}\"")));
            assert!(packed, "{unit} runs {program}, which is not in the package");
        }
    }
}

#[test]
fn settings_of_the_service_are_settings() {
    let known = fs::read_to_string(root().join("server/config.default.toml")).expect("settings");
    for file in ["deploy/citycenter.env", "deploy/compose.yaml", "deploy/systemd/citycenter.service"] {
        let text = fs::read_to_string(root().join(file)).expect("a file");
        for (at, _) in text.match_indices("CITYCENTER_") {
            let name =
                text[at..].split(|c: char| !c.is_ascii_uppercase() && c != '_').next().expect("a name");
            let name = name.strip_suffix("_FILE").unwrap_or(name);
            // Of the backup script alone.
            let ours = name == "CITYCENTER_BACKUP_KEEP";
            assert!(ours || known.contains(name), "{file}: {name} is no setting");
        }
    }
}
