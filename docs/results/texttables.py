#!/usr/bin/python3
"""Makes tables of texts beside other columns, from public data, for tables.py.

    python3 texttables.py CLONES FOLDER

CLONES holds clones of github.com/vega/vega-datasets, github.com/plotly/datasets (as plotly) and
github.com/datasciencedojo/datasets (as datasciencedojo). FOLDER gets NAME.csv.gz of each table, 1,500 rows at most, and
tables.json. The tables of Debian are made of the list of packages of this machine (apt-cache dumpavail, Debian 12).
"half" tells on which tables the pool was chosen (A), and on which it was tried (B).
"""
import collections
import csv
import gzip
import json
import os
import random
import re
import subprocess
import sys

MOST_ROWS = 1500
METAS = {}


def save(folder, name, header, rows, truth, half, numeric=(), categorical=(), text=(), ignore=(), least=20):
    """Writes a table: classes with at least so many rows, and a fixed draw of the rows."""
    at = header.index(truth)
    size = collections.Counter(row[at] for row in rows)
    rows = [row for row in rows if row[at] and size[row[at]] >= least]
    rows = random.Random(1).sample(rows, min(len(rows), MOST_ROWS))
    size = collections.Counter(row[at] for row in rows)
    with gzip.open(os.path.join(folder, name + '.csv.gz'), 'wt', newline='', encoding='utf-8') as f:
        csv.writer(f).writerows([header] + [row for row in rows if size[row[at]] >= 4])
    METAS[name] = {'truth': truth, 'half': half, 'numeric': list(numeric), 'categorical': list(categorical),
                   'text': list(text), 'ignore': list(ignore), 'missing': ['', 'NA', '?'], 'decimal': '.'}


def csv_rows(path, **how):
    """The header and the rows of a file."""
    with open(path, encoding='utf-8-sig', errors='replace', newline='') as f:
        header, *rows = csv.reader(f, **how)
    return header, [row for row in rows if len(row) == len(header)]


def chosen(header, rows, columns):
    """Some columns of rows."""
    at = [header.index(c) for c in columns]
    return [[row[j] for j in at] for row in rows]


def comments(folder):
    """The comments of Go's library, with what can be counted in them."""
    header, rows = csv_rows(os.path.join(os.path.dirname(__file__), '../../testdata/comments.csv'))
    counted = []
    for text, _, part in rows:
        words = text.split()
        counted.append([text, len(text), len(words), sum(c.isdigit() for c in text), sum(c.isupper() for c in text),
                        f'{sum(map(len, words)) / len(words):.2f}', text.count('.'), text.count('('),
                        'exported' if words[0][0].isupper() else 'own', part])
    numbers = ['length', 'words', 'digits', 'capitals', 'mean', 'stops', 'parens']
    header = ['comment', *numbers, 'name', 'part']
    save(folder, 'comments', header, counted, 'part', 'A', numbers, ['name'], ['comment'])


def debian(folder):
    """Packages of Debian: the section, by the summary and the sizes."""
    rows = []
    for entry in subprocess.run(['apt-cache', 'dumpavail'], capture_output=True, text=True).stdout.split('\n\n'):
        d = dict(re.findall(r'^([A-Za-z0-9-]+): (.*)$', entry, re.M))
        if 'Section' in d and 'Installed-Size' in d:
            many = [d[k].count(',') + 1 if k in d else 0 for k in ('Depends', 'Recommends')]
            summary = d.get('Description') or d.get('Description-en', '')
            rows.append([summary, d['Installed-Size'], d.get('Size', ''), *many, d['Architecture'], len(d['Package']),
                         d['Section'].split('/')[-1]])
    header = ['summary', 'installed', 'size', 'depends', 'recommends', 'arch', 'namelen', 'section']
    numbers = ['installed', 'size', 'depends', 'recommends', 'namelen']
    for name, half, sections in (('debian-a', 'A', 'python perl libs games science math admin fonts'),
                                 ('debian-b', 'B', 'devel libdevel doc net sound web rust javascript utils editors')):
        save(folder, name, header, [r for r in rows if r[-1] in sections.split()], 'section', half, numbers, ['arch'],
             ['summary'])
    some = [r for r in rows if r[5] in ('all', 'amd64')]
    save(folder, 'debian-arch', header, some, 'arch', 'B', numbers, ['section'], ['summary'])


def films(folder, vega):
    """Films, and the receipts of the budget of the United States."""
    with open(os.path.join(vega, 'movies.json'), encoding='utf-8') as f:
        films = json.load(f)
    header = list(films[0])
    rows = [['' if film[k] is None else str(film[k]) for k in header] for film in films]
    numbers = ['US Gross', 'Worldwide Gross', 'US DVD Sales', 'Production Budget', 'Running Time min',
               'Rotten Tomatoes Rating', 'IMDB Rating', 'IMDB Votes']
    kinds = ['MPAA Rating', 'Source', 'Creative Type', 'Distributor', 'Major Genre']
    for name, half, truth in (('film-genre', 'A', 'Major Genre'), ('film-rating', 'B', 'MPAA Rating')):
        save(folder, name, header, rows, truth, half, numbers, [k for k in kinds if k != truth], ['Title'])
    with open(os.path.join(vega, 'budget.json'), encoding='utf-8') as f:
        receipts = json.load(f)
    header = ['Account name', 'Bureau name', 'On- or off-budget', '1980', '1990', '2000', '2010',
              'Source category name']
    rows = [[str(r.get(k, '')).replace(',', '') for k in header] for r in receipts]
    save(folder, 'budget', header, rows, header[-1], 'B', header[3:7], header[1:3], header[:1])
    header, rows = csv_rows(os.path.join(vega, 'airports.csv'))
    states = 'CA TX FL AK NY MN OK WI'.split()
    save(folder, 'airports', header, [r for r in rows if r[3] in states], 'state', 'B', ['latitude', 'longitude'], [],
         ['name', 'city'])


def style(text):
    """The style of a beer in a word."""
    styles = ('IPA', 'Pale Ale', 'Stout', 'Lager', 'Porter', 'Amber', 'Wheat', 'Pilsner', 'Saison', 'Cider')
    return next((s for s in styles if s.lower() in text.lower()), '')


def plotly(folder, clone):
    """Beers, space missions, police officers who died, purchases, orders, squirrels and occupations."""
    header, rows = csv_rows(os.path.join(clone, 'beers.csv'))
    columns = ['abv', 'ibu', 'ounces', 'beer', 'brewery', 'state', 'style']
    rows = [r[:-1] + [style(r[-1])] for r in chosen(header, rows, columns)]
    save(folder, 'beers', columns, rows, 'style', 'A', columns[:3], ['state'], ['beer', 'brewery'])
    header, rows = csv_rows(os.path.join(clone, 'ag-grid/space-mission-data.csv'))
    texts = ['mission', 'location', 'rocket']
    save(folder, 'space-success', header, rows, 'successful', 'A', ['price'], ['company'], texts)
    save(folder, 'space-company', header, rows, 'company', 'B', ['price'], ['successful'], texts, least=60)
    header, rows = csv_rows(os.path.join(clone, 'US-shooting-incidents.csv'))
    columns = ['person', 'dept', 'year', 'canine', 'state', 'latitude', 'longitude', 'cause_short']
    rows = [r for r in chosen(header, rows, columns) if int(r[2]) > 1900]
    save(folder, 'incidents', columns, rows, 'cause_short', 'B', ['year', 'latitude', 'longitude'], ['canine', 'state'],
         ['person', 'dept'], least=150)
    header, rows = csv_rows(os.path.join(clone, 'amazon-purchases-sample.csv'))
    save(folder, 'purchases', header, rows, 'Category', 'A', ['Purchase Price Per Unit', 'Quantity'],
         ['Shipping Address State'], ['Title'], ['Survey ResponseID', 'ASIN/ISBN (Product Code)'], 25)
    header, rows = csv_rows(os.path.join(clone, 'global_super_store_orders.tsv'), delimiter='\t')
    numbers = ['Sales', 'Quantity', 'Profit', 'Shipping Cost']
    kinds = ['Ship Mode', 'Segment', 'Market', 'Order Priority', 'Sub-Category']
    columns = ['City', 'Country', 'Product Name', *numbers, *kinds]
    rows = [[v.replace(',', '.') if c in numbers else v for c, v in zip(columns, r)]
            for r in chosen(header, rows, columns)]
    for name, half, truth in (('order-priority', 'A', 'Order Priority'), ('order-category', 'B', 'Sub-Category')):
        save(folder, name, columns, rows, truth, half, numbers, [k for k in kinds if k != truth], ['Product Name'],
             least=30)
    header, rows = csv_rows(os.path.join(clone, '2018_Central_Park_Squirrel_Census_-_Squirrel_Data_20250721.csv'))
    kinds = ['Shift', 'Age', 'Primary Fur Color', 'Running', 'Chasing', 'Climbing', 'Eating', 'Foraging', 'Approaches',
             'Indifferent', 'Runs from']
    columns = ['Hectare Squirrel Number', 'Specific Location', 'Other Activities', 'Other Interactions', *kinds,
               'Location']
    rows = chosen(header, rows, columns)
    save(folder, 'squirrels', columns, rows, 'Location', 'A', columns[:1], kinds, columns[1:4])
    header, rows = csv_rows(os.path.join(clone, 'job-automation-probability.csv'))
    columns = ['prob', 'Average annual wage', 'numbEmployed', 'median_ann_wage', 'occupation', 'education']
    rows = chosen(header, rows, columns)
    save(folder, 'occupations', columns, rows, 'education', 'A', columns[:4], [], ['occupation'])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    clones, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    comments(folder)
    header, rows = csv_rows(os.path.join(clones, 'datasciencedojo', 'titanic.csv'))
    save(folder, 'titanic', header, rows, 'Survived', 'A', ['Age', 'SibSp', 'Parch', 'Fare', 'Pclass'],
         ['Sex', 'Embarked'], ['Name'], ['PassengerId'])
    debian(folder)
    films(folder, os.path.join(clones, 'vega-datasets', 'data'))
    plotly(folder, os.path.join(clones, 'plotly'))
    with open(os.path.join(folder, 'tables.json'), 'w', encoding='utf-8') as f:
        json.dump(METAS, f, indent=1)


if __name__ == '__main__':
    main()
